"""Templates as code, which fills in what it is given, escaped: the writer of that code.

What is filled in is escaped as Jinja escapes it, but without an object for each value. Jinja makes
a `Markup` of every one, and joins them at once: a third of the time that a long list takes.
Whatever a template holds on to, such as the result of a macro, stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2.compiler import CodeGenerator
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import nodes
    from jinja2.compiler import Frame

_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
"""MarkupSafe's own escape before it makes a `Markup` of it; it has no public name."""


def escaped(value: object) -> str:
    """Return *value* as a template shows it where it escapes.

    It is the text of what `markupsafe.escape` returns; raises what that raises.
    """
    if type(value) is str:
        return _text(value)
    return value if type(value) is Markup else escape(value)


class Escaping(CodeGenerator):
    """Write `environment.escaped` where Jinja writes `escape`: around what is only joined.

    What `jinja2.meta.find_undeclared_variables` finds is noted by the way: Jinja writes all of the
    code a second time to find it.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - Jinja's
        """Take what Jinja gives its own."""
        super().__init__(*given, **named)
        self.undeclared: set[str] = set()
        """The values that the template reads and does not set, so that they must be given."""

    def enter_frame(self, frame: Frame) -> None:
        """Note what is to be looked up for *frame*."""
        super().enter_frame(frame)
        for action, name in frame.symbols.loads.values():
            if action == VAR_LOAD_RESOLVE and name is not None:
                self.undeclared.add(name)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - untyped
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)
