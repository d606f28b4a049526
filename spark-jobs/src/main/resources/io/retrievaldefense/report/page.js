(function () {
  "use strict";

  // Legends: a button for each line.
  document.querySelectorAll(".chart-box").forEach(function (box) {
    box.querySelectorAll(".legend button").forEach(function (button) {
      button.disabled = false;
      button.addEventListener("click", function () {
        var isShown = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(isShown));
        box.querySelectorAll("g[data-series='" + button.dataset.series + "']").forEach(function (line) {
          line.style.display = isShown ? "" : "none";
        });
      });
    });
  });

  // What is folded is opened for whoever follows a link into it, and for paper.
  function openAround(element) {
    for (var e = element; e; e = e.parentElement) {
      if (e.tagName === "DETAILS") { e.open = true; }
    }
  }
  window.addEventListener("hashchange", function () {
    openAround(document.getElementById(location.hash.slice(1)));
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });

  // What scrolls sideways can be scrolled by keys.
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; }
  });

  // Ways to the sections that are there.
  var nav = document.getElementById("contents");
  document.querySelectorAll("section[id]").forEach(function (section) {
    var link = document.createElement("a");
    link.href = "#" + section.id;
    link.textContent = section.querySelector("h2").textContent;
    nav.appendChild(link);
  });
}());
