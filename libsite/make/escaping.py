"""What templates fill in, escaped as Jinja escapes it, but without an object for each value.

Jinja makes a `Markup` of every value that is filled in, and joins them at once: a third of the time
that a long list takes. Whatever a template holds on to, such as the result of a macro, stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2.compiler import CodeGenerator
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
    """Write `environment.escaped` where Jinja writes `escape`: around what is only joined."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - untyped
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)
