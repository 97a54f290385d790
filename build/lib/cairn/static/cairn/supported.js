// Says that scripts run, before anything is drawn, so that the page never flashes from one state to the other.
// Loaded as the first thing in the body, as a classic script.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
