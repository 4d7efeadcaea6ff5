/* Copy buttons: <button type="button" class="copy" data-copy="SELECTOR" hidden>. Each copies the value or
   the text of the first element that its selector finds. They are hidden where no script runs. The page's
   one element with `data-copy-status` says `data-copied`, so that a screen reader does; where nothing can
   be copied, the text is selected, and it says `data-selected` if there is that. */
(function () {
  "use strict";
  var SHOWN = 2000; // milliseconds for which a button says that it has done its work

  function textOf(element) {
    return "value" in element ? element.value : element.textContent;
  }

  function select(element) {
    if (typeof element.select === "function") {
      element.focus();
      element.select();
      return;
    }
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  /* For old browsers, and for pages that are not served by HTTPS. */
  function copyByHand(element, button) {
    select(element);
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    if (done) {
      button.focus();
    }
    return done;
  }

  function say(word) {
    var status = document.querySelector("[data-copy-status]");
    if (!status || !status.getAttribute(word)) {
      return;
    }
    status.textContent = "";
    // the same words twice are announced twice only if they were gone in between
    window.setTimeout(function () {
      status.textContent = status.getAttribute(word);
    }, 50);
  }

  function tell(button, done) {
    say(done ? "data-copied" : "data-selected");
    if (!done) {
      return;
    }
    button.setAttribute("data-done", "");
    window.setTimeout(function () {
      button.removeAttribute("data-done");
    }, SHOWN);
  }

  function copy(button) {
    var element = document.querySelector(button.getAttribute("data-copy"));
    if (!element) {
      return;
    }
    function byHand() {
      tell(button, copyByHand(element, button));
    }
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      byHand();
      return;
    }
    navigator.clipboard.writeText(textOf(element)).then(function () {
      tell(button, true);
    }, byHand);
  }

  function show() {
    document.querySelectorAll("button.copy[data-copy]").forEach(function (button) {
      button.hidden = false;
    });
  }

  // buttons that come later work as well; a key on a button is a click
  document.addEventListener("click", function (event) {
    var button = event.target instanceof Element && event.target.closest("button.copy[data-copy]");
    if (button) {
      copy(button);
    }
  });
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", show);
  } else {
    show();
  }
})();
