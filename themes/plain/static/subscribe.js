/* The chooser of feeds: shows those of the audience and the topic that were chosen, above the list of all.
   Without this script the list of all is there, and the chooser is not. */
(function () {
  "use strict";

  function start() {
    var chooser = document.querySelector("[data-chooser]");
    if (!chooser) {
      return;
    }
    var list = chooser.querySelector("[data-chosen]");
    var found = chooser.querySelector("[data-found]");
    var selects = chooser.querySelectorAll("select");

    /* A row of the list of all, with ids of its own. */
    function copyOf(id) {
      var row = document.getElementById(id).cloneNode(true);
      var address = row.querySelector("code");
      row.removeAttribute("id");
      address.id += "-chosen";
      row.querySelector("button").setAttribute("data-copy", "#" + address.id);
      return row;
    }

    function choose() {
      list.textContent = "";
      selects.forEach(function (select) {
        if (select.value) {
          list.appendChild(copyOf(select.value));
        }
      });
      found.hidden = !list.firstChild;
    }

    chooser.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    chooser.addEventListener("change", choose);
    chooser.hidden = false;
    choose(); // a browser may remember what was chosen
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
