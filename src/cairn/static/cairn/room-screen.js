// The screen of a room asks every five seconds whether something changed; where nothing did, the answer is empty.
(function () {
  "use strict";
  var PAUSE = 5000;
  var shown = document.getElementById("answers");
  if (!shown || !window.fetch) return;
  var tag = "";

  function ask() {
    if (document.hidden) return again();
    fetch(shown.getAttribute("data-answers"), { cache: "no-store", credentials: "omit", headers: tag ? { "If-None-Match": tag } : {} })
      .then(function (response) {
        if (response.status === 410) return location.reload();
        if (response.status === 200) {
          tag = response.headers.get("ETag") || "";
          return response.text().then(function (html) {
            if (html !== shown.innerHTML) shown.innerHTML = html;
          });
        }
      })
      .then(again, again);
  }
  function again() {
    setTimeout(ask, PAUSE);
  }
  again();
})();
