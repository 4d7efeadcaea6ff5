/* Widgets of a library's site, on other people's pages.

   In a frame, where the widget is the whole page, this reads its options from the address:
       …/embed/v1/latest.html?count=3&layout=grid
   On any other page, it puts the same widget in the place of the link before it:
       <a data-libsite href="…/posts/">What is new</a>
       <script async src="…/embed/v1/widget.js" data-widget="latest" data-count="3"></script>

   Options: count, layout, audience, tag, accent, lang, scheme. What is not understood is ignored.
   Where the site does not answer within ten seconds, the link stays. Nothing is stored, counted or sent; nothing
   of the page is touched but that link and that script, and no global name is made. */
(function () {
  "use strict";

  var OPTIONS = ["count", "layout", "audience", "tag", "accent", "lang", "scheme"];
  var LAYOUTS = ["list", "grid", "shelf", "compact"];
  var PATIENCE = 10000;
  var CONTRAST = 4.5; // WCAG 2.2, 1.4.3
  var WORDS = {
    "es": {
      "What is new": "Qué hay de nuevo",
      "New titles": "Novedades",
      "Canceled": "Cancelada",
      "There is nothing here yet. Please come back soon.": "Aquí todavía no hay nada. Vuelva pronto, por favor.",
      "This page is no longer available": "Esta página ya no está disponible"
    },
    "de": {
      "What is new": "Neues",
      "New titles": "Neue Bücher",
      "Canceled": "Fällt aus",
      "There is nothing here yet. Please come back soon.": "Hier ist noch nichts. Ein späterer Besuch lohnt sich.",
      "This page is no longer available": "Diese Seite ist nicht mehr verfügbar"
    },
    "ar": {
      "What is new": "الجديد",
      "New titles": "كتب جديدة",
      "Canceled": "أُلغي",
      "There is nothing here yet. Please come back soon.": "لا شيء هنا بعد. عُد قريبًا.",
      "This page is no longer available": "لم تعد هذه الصفحة متاحة"
    }
  };

  /* Options */

  /** Show what was asked for: `section` is changed, never written anew. */
  function apply(section, options) {
    choose(section, options);
    if (LAYOUTS.includes(options.layout)) section.dataset.layout = options.layout;
    if (["light", "dark", "auto"].includes(options.scheme)) section.dataset.scheme = options.scheme;
    if (options.lang) speak(section, options.lang);
    var accent = colour(options.accent);
    if (accent) paint(section, accent);
  }

  /** Show the first entries that have the tag and the audience. */
  function choose(section, options) {
    var items = Array.from(section.querySelectorAll(".items > li"));
    var count = /^[1-9]\d?$/.test(options.count) ? Number(options.count) : Number(section.dataset.count);
    var left = items;
    [["tags", options.tag], ["audience", options.audience]].forEach(function (asked) {
      var slug = plain(asked[1]);
      var has = function (item) { return plain(item.dataset[asked[0]]).split(" ").includes(slug); };
      if (slug) left = left.filter(has);
    });
    items.forEach(function (item) { item.hidden = !left.slice(0, count).includes(item); });
    if (items.length) section.querySelector(".none").hidden = left.length > 0 || Boolean(section.querySelector(".lead, .meet"));
  }

  /** `n%C3%A9w` and `NÉW` are the same tag. */
  function plain(text) {
    var given = text || "";
    try {
      return decodeURIComponent(given).toLowerCase();
    } catch (fault) {
      return given.toLowerCase(); // nothing has such a slug
    }
  }

  /** Say the few words of a widget, and its days, in another language. */
  function speak(section, wanted) {
    var language = wanted.toLowerCase().split("-")[0];
    var words = WORDS[language];
    if (!words && language !== "en") return;
    section.lang = language;
    section.dir = language === "ar" ? "rtl" : "ltr";
    section.querySelectorAll("[data-word]").forEach(function (span) {
      var english = span.dataset.word;
      var word = words ? words[english] : english;
      if (section.getAttribute("aria-label") === span.textContent) section.setAttribute("aria-label", word);
      span.textContent = word;
    });
    section.querySelectorAll("time").forEach(function (time) {
      var meta = time.closest(".meta");
      if (meta) {
        meta.lang = section.lang;
        meta.dir = section.dir;
      }
      time.textContent = day(time, language);
    });
  }

  /** The day is that of the library, wherever the reader is. */
  function day(time, language) {
    var written = time.dateTime;
    var style = { dateStyle: time.dataset.style, timeZone: "UTC" };
    if (written.length > 10) style.timeStyle = "short";
    var moment = new Date(written.slice(0, 16) + (written.length > 10 ? "Z" : "T00:00Z"));
    var shown = new Intl.DateTimeFormat(language, style).format(moment);
    if (!("weekday" in time.dataset)) return shown;
    var weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(moment);
    return weekday + (language === "ar" ? "، " : ", ") + shown;
  }

  /* Color: whatever is asked for can be read */

  /** `#a51`, `aa5511` to [170, 85, 17]; nothing for anything else. */
  function colour(text) {
    var hex = String(text || "").trim().replace(/^#/, "");
    if (/^[\da-f]{3}$/i.test(hex)) hex = hex.replace(/./g, "$&$&");
    if (!/^[\da-f]{6}$/i.test(hex)) return null;
    return [0, 2, 4].map(function (at) { return parseInt(hex.slice(at, at + 2), 16); });
  }

  /** Relative luminance (WCAG 2.2). */
  function luminance(rgb) {
    var light = rgb.map(function (one) {
      var share = one / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  }

  function contrast(one, other) {
    var both = [luminance(one), luminance(other)].sort(function (a, b) { return b - a; });
    return (both[0] + 0.05) / (both[1] + 0.05);
  }

  /** The nearest mixture of `rgb` with black, or with white on a dark ground, that can be read on `ground`. */
  function readable(rgb, ground) {
    var end = luminance(ground) > 0.18 ? 0 : 255;
    for (var step = 0; step <= 100; step += 1) {
      var mixed = rgb.map(function (one) { return Math.round(one + (end - one) * step / 100); });
      if (contrast(mixed, ground) >= CONTRAST) return mixed;
    }
    return [end, end, end];
  }

  function paint(section, accent) {
    ["light", "dark"].forEach(function (scheme) {
      var ground = colour(getComputedStyle(section).getPropertyValue("--w-ground-" + scheme));
      if (ground) section.style.setProperty("--w-accent-" + scheme, "rgb(" + readable(accent, ground).join(" ") + ")");
    });
  }

  /* In a frame */

  function frame() {
    var section = document.querySelector("section[data-widget]");
    if (section) apply(section, Object.fromEntries(new URLSearchParams(location.search)));
    tell();
  }

  /** WordPress lets no link of a frame open anything; it opens those to the library that it is told of
      (wp-includes/js/wp-embed.js). */
  function tell() {
    var secret = /[#?&]secret=([A-Za-z0-9]+)/.exec(location.hash);
    if (!secret || parent === window) return;
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a");
      if (!link || link.host !== location.host) return;
      event.preventDefault();
      parent.postMessage({ message: "link", value: link.href, secret: secret[1] }, "*");
    });
  }

  /* On somebody's page */

  /** A widget's section and style, asked for once however often it is shown: scripts of ours share their answers. */
  function ask(script, url) {
    var key = Symbol.for("libsite");
    var scripts = Array.from(document.querySelectorAll("script[data-widget]"));
    var first = scripts.find(function (one) { return one[key]; }) || script;
    if (!first[key]) first[key] = new Map();
    if (!first[key].has(url)) first[key].set(url, load(url));
    return first[key].get(url);
  }

  async function load(url) {
    var answer = await fetch(url, {
      credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE)
    });
    if (!answer.ok) throw new Error(url);
    var html = await answer.text();
    // Taken out beforehand: a page that forbids styles would report even one that is only parsed.
    var style = /<style>([^]*?)<\/style>/.exec(html) || ["", ""];
    var page = new DOMParser().parseFromString(html.replace(style[0], ""), "text/html");
    return { section: page.querySelector("section[data-widget]"), style: style[1] };
  }

  /** The link that stands for the widget: the nearest one before the script that is no other script's. */
  function linkOf(script) {
    var ours = Array.from(document.querySelectorAll("a[data-libsite], script[data-widget]"));
    var before = ours[ours.indexOf(script) - 1];
    return before && before.localName === "a" ? before : null;
  }

  function stand(script, link, widget) {
    var place = link || script;
    if (!widget.section || !place.isConnected || !document.body.contains(place)) return;
    var host = document.createElement("libsite-widget");
    var root = host.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(widget.style);
    root.adoptedStyleSheets = [sheet];
    var section = root.appendChild(document.importNode(widget.section, true));
    place.after(host);
    apply(section, script.dataset);
    if (!link) return;
    if (document.activeElement === link) link.addEventListener("blur", function () { link.remove(); }, { once: true });
    else link.remove();
  }

  async function show(script) {
    var url = new URL(script.dataset.widget + ".html", script.src);
    var folder = new URL("./", script.src);
    if (!url.href.startsWith(folder.href)) return;
    try {
      stand(script, linkOf(script), await ask(script, url.origin + url.pathname));
    } catch (fault) {
      // The site is down, or the page forbids to ask it: the link stays.
    }
  }

  var script = document.currentScript;
  if (!script) return;
  if (!("widget" in script.dataset)) frame();
  else if (document.readyState !== "loading") show(script);
  else document.addEventListener("DOMContentLoaded", function () { show(script); });
})();
