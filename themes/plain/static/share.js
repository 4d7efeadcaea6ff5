/* Share sheets: the system's own sharing, the server of an account, the line for the ledger. Without this
   script everything can be done by hand. It asks nobody for anything but the page's own picture, and keeps
   nothing. */
(function () {
  "use strict";

  function each(selector, within, act) {
    Array.prototype.forEach.call(within.querySelectorAll(selector), act);
  }

  function around(element) {
    return element.closest(".network");
  }

  /* Sharing with an app of this phone or computer, where the browser knows a way to it. */

  function withPicture(address, text) {
    return fetch(address)
      .then(function (answer) { return answer.blob(); })
      .then(function (blob) {
        var file = new File([blob], address.split("/").pop(), { type: blob.type });
        var all = { text: text, files: [file] };
        return navigator.canShare && navigator.canShare(all) ? all : { text: text };
      })
      .catch(function () { return { text: text }; });
  }

  function offerSharing(button) {
    if (!navigator.share) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = document.querySelector(button.dataset.share).value;
      var picture = button.dataset.picture;
      var what = picture ? withPicture(picture, text) : Promise.resolve({ text: text });
      what.then(function (data) { return navigator.share(data); })
        .catch(function () { /* whoever changes their mind need not be told so */ });
    });
  }

  /* The server of an account: `example.social`, `@me@example.social`, `https://example.social/@me`. */

  function hostOf(written) {
    var name = written.trim().replace(/^[a-z]+:\/\//i, "").replace(/^@?[^@\/]*@/, "");
    try {
      var host = new URL("https://" + name).host;
      return host.indexOf(".") > 0 ? host : "";
    } catch (fault) {
      return "";
    }
  }

  function offerServer(field) {
    field.closest("[hidden]").hidden = false;
    each("a[data-intent]", around(field), function (link) {
      var usual = link.href;
      function lead() {
        var host = hostOf(field.value);
        link.href = host ? link.dataset.intent.replace("{instance}", host) : usual;
      }
      field.addEventListener("input", lead);
      lead();
    });
  }

  /* The line for the ledger, with today's day and the address of the post. */

  function today() {
    var now = new Date();
    function two(number) { return (number < 10 ? "0" : "") + number; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  /* An address of nothing but the letters that RFC 3986 knows: it means itself between quotes. */
  function addressOf(written) {
    try {
      var found = new URL(written.trim());
      found.username = found.password = "";
      var usable = /^https?:$/.test(found.protocol) && found.hostname.indexOf(".") > 0;
      return usable ? found.href.replace(/[^\w\-.~:\/?#@!$&()*+,;=%]/g, encoded) : "";
    } catch (fault) {
      return "";
    }
  }

  function encoded(sign) {
    return "%" + sign.charCodeAt(0).toString(16).toUpperCase();
  }

  function offerLine(field) {
    var within = field.closest("details");
    var code = within.querySelector("code[id]");
    var line = code.textContent.replace(/YYYY-MM-DD\}$/, today());
    function write() {
      var address = addressOf(field.value);
      code.textContent = line + (address ? ', url: "' + address + '"' : "") + "}";
      field.setAttribute("aria-invalid", field.value.trim() && !address ? "true" : "false");
    }
    field.closest("[hidden]").hidden = false;
    within.querySelector(".by-hand").hidden = true;
    field.addEventListener("input", write);
    write();
  }

  each("[data-share]", document, offerSharing);
  each("[data-server]", document, offerServer);
  each("[data-post]", document, offerLine);
})();
