// A page that waits for the worker looks again by itself; without JavaScript its button does.
const waiting = document.querySelector("[data-reload-after]");
if (waiting) {
  setTimeout(() => window.location.reload(), 1000 * Number(waiting.dataset.reloadAfter));
}
