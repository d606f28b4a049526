(function () {
  "use strict";
  var gallery = document.getElementById("gallery");
  var form = gallery.querySelector("form");
  var selects = Array.from(form.querySelectorAll("select"));
  var items = Array.from(gallery.querySelectorAll("article"));
  var count = document.getElementById("gallery-count");

  function apply() {
    var shown = 0;
    items.forEach(function (item) {
      var fits = selects.every(function (select) {
        return select.value === "" || item.dataset[select.name] === select.value;
      });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + items.length + " examples";
  }

  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  apply();
}());
