/* The page that offers widgets: what is chosen goes into the preview's address and into the snippets. Each
   snippet keeps the form that the page gave it, and the plain one is read off the preview: so there is one way
   to write each of them. Without this script the page shows one widget of each sort. */
(function () {
  "use strict";

  var shop = document.querySelector("[data-shop]");
  if (!shop) return;
  var desk = shop.querySelector(".desk");
  var offers = Array.from(shop.querySelectorAll("[data-offer]"));
  var given = new Map(); // the snippets as the page brought them
  var index = null; // every widget there is, once it was asked for
  var site = shop.dataset.site;
  var here = new URL(".", location.href);
  var widths = Array.from(desk.querySelectorAll("[name=width]"), function (one) { return Number(one.value); });

  function field(name) {
    return desk.elements.namedItem(name);
  }

  function offer() {
    return offers.find(function (one) { return one.dataset.offer === field("sort").value; });
  }

  /** The widget that is chosen: its address below `v1/`, and how it is shown where nobody chooses. */
  function chosen() {
    var own = offer();
    var option = field("which").selectedOptions[0];
    var from = option && option.dataset.path ? option : own;
    return {
      path: from.dataset.path, layout: from.dataset.layout, count: from.dataset.count,
      height: Number(from.dataset.height)
    };
  }

  /** What was chosen otherwise than the widget is shown by itself. */
  function options(widget) {
    var all = {
      count: field("count").value !== widget.count && field("count").checkValidity() ? field("count").value : "",
      layout: field("layout").value !== widget.layout ? field("layout").value : "",
      audience: field("audience").value,
      tag: field("tag").value,
      lang: field("lang").value,
      scheme: field("scheme").value,
      accent: field("accent").dataset.chosen ? field("accent").value.slice(1) : ""
    };
    return Object.entries(all).filter(function (pair) {
      return pair[1] && !desk.querySelector("[data-choice=" + pair[0] + "]").hidden;
    });
  }

  function address(base, widget) {
    var query = new URLSearchParams(options(widget)).toString();
    return base + "v1/" + widget.path + ".html" + (query ? "?" + query : "");
  }

  /* The preview */

  function show() {
    offers.forEach(function (one) { one.hidden = one !== offer(); });
    var frame = offer().querySelector("iframe");
    var wanted = address(here.href, chosen());
    frame.width = field("width").value;
    if (frame.contentWindow && frame.dataset.shown === wanted) write();
    else {
      offer().setAttribute("aria-busy", "true");
      frame.dataset.shown = wanted;
      frame.loading = "eager";
      frame.src = wanted;
    }
  }

  /** The document within the preview; null where the browser does not let us see it. */
  function inside() {
    try {
      var page = offer().querySelector("iframe").contentDocument;
      return page && page.querySelector("section[data-widget]") ? page : null;
    } catch (fault) {
      return null;
    }
  }

  /** How high the widget is at the most, at the chosen width and at those beyond it. */
  function height(widget) {
    var page = inside();
    if (!page) return widget.height;
    var frame = offer().querySelector("iframe");
    var width = frame.width;
    frame.height = 0; // a frame's page fills it
    var needed = Math.max.apply(null, widths.filter(function (one) { return one >= Number(width); }).map(function (one) {
      frame.width = one;
      return Math.ceil(page.querySelector("section").getBoundingClientRect().height);
    }));
    frame.width = width;
    frame.height = needed;
    return needed;
  }

  /** Offer what the widget can do, and nothing else. */
  function narrow() {
    var page = inside();
    if (!page) return;
    var items = Array.from(page.querySelectorAll(".items > li"));
    allow("count", items.length > 1);
    allow("layout", items.length > 1);
    field("count").max = Math.max(1, items.length);
    [["tag", "tags"], ["audience", "audience"]].forEach(function (pair) {
      var words = new Set(items.flatMap(function (item) { return (item.dataset[pair[1]] || "").split(" "); }));
      var found = Array.from(field(pair[0]).options).filter(function (option) {
        option.hidden = Boolean(option.value) && !words.has(option.value);
        option.disabled = option.hidden;
        return option.value && !option.hidden;
      });
      allow(pair[0], found.length > 0);
    });
  }

  function allow(name, may) {
    desk.querySelector("[data-choice=" + name + "]").hidden = !may;
  }

  /* The snippets */

  function snippet(sort) {
    return offer().querySelector("[data-snippet=" + sort + "]");
  }

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  function write() {
    offer().setAttribute("aria-busy", "false");
    var widget = chosen();
    var page = inside();
    narrow();
    if (page && !field("accent").dataset.chosen) {
      var accent = getComputedStyle(page.querySelector("section")).getPropertyValue("--w-accent-light").trim();
      if (/^#[\da-f]{6}$/i.test(accent)) field("accent").value = accent;
    }
    // the widget's own name, which is in the language that was chosen
    var title = page ? page.querySelector("section").getAttribute("aria-label") : offer().querySelector("iframe").title;
    offer().querySelector("[data-narrowest]").textContent = page ? field("width").value : widths[0];
    writeFrame(widget, title, height(widget));
    writeScript(widget, title);
    if (!page) return;
    snippet("data").value = Array.from(page.querySelectorAll("link[rel=alternate]")).map(function (link) {
      return link.href;
    }).join("\n");
    writePlain(page);
  }

  function writeFrame(widget, title, high) {
    // under another name: the policy of this page forbids styles even in what is only parsed
    var frame = parsed(given.get(snippet("frame")).replace(" style=", " data-style=")).querySelector("iframe");
    frame.setAttribute("src", address(site + "embed/", widget));
    frame.setAttribute("title", title + " · " + shop.dataset.library);
    frame.setAttribute("height", high);
    frame.dataset.style = frame.dataset.style.replace(/height:\d+/, "height:" + high);
    snippet("frame").value = frame.outerHTML.replace(" data-style=", " style=");
  }

  function writeScript(widget, title) {
    var page = parsed(given.get(snippet("script")));
    var link = page.querySelector("a");
    var script = page.querySelector("script");
    var target = inside() && inside().querySelector(".title a");
    if (target) link.setAttribute("href", target.href);
    link.textContent = title + " · " + shop.dataset.library;
    script.dataset.widget = widget.path;
    options(widget).forEach(function (pair) { script.setAttribute("data-" + pair[0], pair[1]); });
    snippet("script").value = (link.outerHTML + script.outerHTML).replace("data-libsite=\"\"", "data-libsite").replace("async=\"\"", "async");
  }

  function words(element) {
    return element ? element.textContent.trim().replace(/\s+/g, " ") : "";
  }

  function shown(page, selector) {
    return Array.from(page.querySelectorAll(selector)).filter(function (one) { return !one.hidden; });
  }

  /** The same lines as the page gave, of what the preview shows. */
  function writePlain(page) {
    var section = page.querySelector("section");
    var sheet = document.implementation.createHTMLDocument("");
    var all = sheet.body.appendChild(sheet.createElement("div"));
    all.lang = section.lang;
    all.dir = section.dir;

    function put(parent, name, content) {
      var made = sheet.createElement(name);
      [].concat(content).forEach(function (part) { made.append(part); });
      if (parent) parent.append("\n", made);
      return made;
    }
    /** `made` in the language of what it was read off, where that is not the widget's. */
    function spoken(made, from) {
      var own = from.closest("[lang]");
      if (own.lang === section.lang) return made;
      made.lang = own.lang;
      made.dir = own.dir;
      return made;
    }
    function link(from) {
      var made = put(null, "a", words(from));
      made.setAttribute("href", from.href);
      return spoken(made, from);
    }
    /** When a meeting is, and what of it is written in the page's language. */
    function meeting(one) {
      var parts = Array.from(one.querySelectorAll("p > span"));
      if (parts.length < 2) return words(one);
      var about = spoken(put(null, "span", words(parts[1])), parts[1]);
      return [words(parts[0]), " · ", about.lang ? about : words(about)];
    }
    function after(text) {
      return text ? " · " + text : "";
    }

    var title = page.querySelector(".title a");
    if (title) put(all, "p", put(null, "strong", link(title)));
    shown(page, ".lead .by, .lead .about").forEach(function (one) { spoken(put(all, "p", words(one)), one); });
    var meetings = shown(page, ".meet:not(.off)");
    var items = shown(page, ".items > li");
    if (meetings.length || items.length) {
      var list = put(all, "ul", []);
      meetings.forEach(function (one) {
        put(list, "li", meeting(one));
      });
      items.forEach(function (one) {
        put(list, "li", [link(one.querySelector(".name a")), after(words(one.querySelector(".meta")))]);
      });
      list.append("\n");
    }
    put(all, "p", put(null, "small", [link(page.querySelector(".home")), after(words(page.querySelector(".updated")))]));
    all.append("\n");
    snippet("plain").value = all.outerHTML;
  }

  /* Which one */

  function offerAll(sort) {
    var select = field("which");
    select.replaceChildren();
    var own = offer().dataset.path;
    (index || []).filter(function (one) { return one.widget === sort; }).forEach(function (one) {
      var option = new Option(one.title);
      option.dataset.path = pathOf(one.html);
      option.dataset.layout = one.layout;
      option.dataset.count = one.count;
      option.dataset.height = one.height;
      option.selected = option.dataset.path === own;
      select.append(option);
    });
    allow("which", select.length > 1);
  }

  function pathOf(html) {
    return html.slice(html.indexOf("/embed/v1/") + 10).replace(/\.html$/, "");
  }

  async function turn() {
    var sort = field("sort").value;
    allow("which", false);
    field("which").replaceChildren();
    reset();
    if (!index) {
      try {
        index = (await (await fetch(shop.dataset.index)).json()).widgets;
      } catch (fault) {
        index = null; // read from a disk: the newest of each sort is offered
      }
    }
    if (sort === field("sort").value) offerAll(sort);
  }

  /** Choose nothing for what is chosen. */
  function reset() {
    var widget = chosen();
    field("count").value = widget.count;
    field("layout").value = widget.layout;
    ["audience", "tag"].forEach(function (name) { field(name).value = ""; });
    show();
  }

  /* The start */

  offers.forEach(function (one) {
    one.querySelectorAll("[data-snippet]").forEach(function (area) { given.set(area, area.value); });
    one.querySelector("iframe").addEventListener("load", function () {
      if (one === offer()) write();
    });
  });
  desk.addEventListener("submit", function (event) { event.preventDefault(); });
  desk.addEventListener("change", function (event) {
    if (event.target.name === "sort") turn();
    else if (event.target.name === "which") reset();
    else show();
  });
  desk.addEventListener("input", function (event) {
    if (event.target.name === "accent") event.target.dataset.chosen = "yes";
    if (event.target.name === "count") show();
  });
  desk.addEventListener("reset", function () {
    delete field("accent").dataset.chosen;
    setTimeout(turn);
  });
  shop.classList.add("live");
  desk.hidden = false;
  turn();
})();
