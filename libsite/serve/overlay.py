"""What a served page gets besides its own bytes: a script that reloads it and shows problems.

The script hears of builds through a worker that all pages of a browser share. That is one
connection for any number of tabs (a browser opens six to a host at the most), and one to which a
page's own content security policy does not apply. For the same reason a page has a worker of its
own where browsers share none (a connection of the page itself begins after its script, when a
policy in a `<meta>` may stand already), the script stands first in the head, before a policy could
forbid it, and styles by constructed sheets.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libsite.errors import Problem

EVENTS = "/_libsite/events"
CLIENT = "/_libsite/client.js"
WORKER = "/_libsite/worker.js"
LIMIT = 50
"""Problems that the overlay lists; the terminal lists them all."""
HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)


def inject(page: bytes, serial: int) -> bytes:
    """Return the HTML *page*, made by the build number *serial*, with the script in its head."""
    script = f'<script src="{CLIENT}" data-serial="{serial}"></script>'.encode()
    head = HEAD.search(page)
    end = head.end() if head else len(page)
    return page[:end] + script + page[end:]


def news(serial: int, problems: Iterable[Problem]) -> str:
    """Return what the script is told, as JSON on one line: the newest build and what stops it."""
    errors = [problem for problem in problems if problem.severity == "error"]
    shown = [
        {"where": problem.where, "message": problem.message, "hint": problem.hint}
        for problem in errors[:LIMIT]
    ]
    return json.dumps({"serial": serial, "problems": shown, "more": len(errors) - len(shown)})


WAITING = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Nothing to show yet</title></head>
<body><p>The site has not been built yet. It will appear here as soon as it has.</p></body>
</html>
"""
"""Stands in for every page while there has been no good build."""

NOT_FOUND = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Not found</title></head>
<body><p>There is no page at this address. <a href="/">Go to the first page</a></p></body>
</html>
"""
"""Stands in where the site brings no `404.html`."""

WORKER_JS = """\
"use strict";
const ports = new Set();
let source = null;
let last = null;

const listen = () => {
  source = new EventSource("/_libsite/events");
  source.onmessage = (message) => {
    last = message.data;
    for (const port of ports) port.postMessage(last);
  };
};

const join = (port) => {
  ports.add(port);
  // It reconnects by itself, unless something else answered in our place.
  if (source === null || source.readyState === EventSource.CLOSED) listen();
  if (last !== null) port.postMessage(last);
};

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = () => ports.delete(port); // the page says goodbye
  join(port);
};

if (!self.SharedWorkerGlobalScope) join(self); // a worker of one page alone
"""

CLIENT_JS = """\
(() => {
  "use strict";
  const script = document.currentScript;
  const serial = Number(script.dataset.serial);
  script.remove();

  // A frame of our own page is reloaded with it; one in a sandbox may not connect.
  const isFrameOfOurs = () => {
    try {
      return window.parent !== window && Boolean(window.parent.location.href);
    } catch {
      return false;
    }
  };
  if (window.origin === "null" || isFrameOfOurs()) return;

  const STYLE = `
    :host { all: initial }
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box;
      max-height: 60vh; overflow: auto; padding: 1rem 1.5rem; border-top: 4px solid #d9534f;
      background: #1d1b1a; color: #fff; font: 16px/1.5 system-ui, sans-serif;
      overflow-wrap: anywhere;
    }
    h2 { margin: 0 5rem 0.5rem 0; font-size: 1.1rem }
    ol { margin: 0; padding-left: 1.5rem }
    code { color: #ffc9a3; font: 15px ui-monospace, monospace }
    p { margin: 0 0 0.75rem; white-space: pre-wrap }
    .hint { color: #b9e3c6 }
    button { position: absolute; top: 1rem; right: 1.5rem; font: inherit }
    @media print { section { display: none } }
  `;
  let overlay = null;

  // Text only, never markup: a message quotes what somebody wrote.
  const add = (parent, name, text, className = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    parent.append(element);
    return element;
  };

  const addProblem = (list, { where, message, hint }) => {
    const item = add(list, "li", "");
    if (where) add(item, "code", where);
    add(item, "p", message);
    if (hint) add(item, "p", `hint: ${hint}`, "hint");
  };

  const show = ({ problems, more }) => {
    overlay = document.createElement("libsite-problems");
    overlay.lang = "en";
    overlay.dir = "ltr";
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // a policy may forbid style elements, but not this
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = add(root, "section", "");
    section.setAttribute("role", "alert");
    document.documentElement.append(overlay);
    // An alert is read out when something is put into it.
    add(section, "h2", "The site could not be built: this is the page as it last was");
    const list = add(section, "ol", "");
    for (const problem of problems) addProblem(list, problem);
    if (more) add(section, "p", `and ${more} more, listed in the terminal`);
    add(section, "button", "Hide").addEventListener("click", hide);
  };

  const hide = () => {
    if (overlay) overlay.remove();
    overlay = null;
  };

  const hear = ({ data }) => {
    const news = JSON.parse(data);
    hide();
    if (news.serial > serial) location.reload();
    else if (news.problems.length) show(news);
  };

  const follow = () => {
    if (!window.SharedWorker) {
      const worker = new Worker("/_libsite/worker.js");
      worker.onmessage = hear;
      return () => worker.terminate();
    }
    const { port } = new SharedWorker("/_libsite/worker.js");
    port.onmessage = hear;
    return () => port.postMessage("goodbye");
  };

  addEventListener("pagehide", follow());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // back from the browser's memory, perhaps outdated
  });
})();
"""

SCRIPTS = {CLIENT: CLIENT_JS.encode(), WORKER: WORKER_JS.encode()}
