import { initAll } from "./govuk/govuk-frontend.min.js";

// Whoever skipped to the content and sent a form there comes back to an address that still ends in #main-content.
// The browser would go there, and take the focus away from what went wrong or was done.
const news = document.querySelector(".govuk-error-summary, .govuk-notification-banner[role='alert']");
if (news && location.hash === "#main-content") history.replaceState(history.state, "", location.pathname + location.search);

initAll();

// What takes longer than a second says so beside the button that was pressed.
const WAITING = "Working on it. This can take a few seconds.";
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method !== "post") return;
  const status = document.createElement("p");
  status.className = "govuk-hint";
  status.setAttribute("role", "status");
  button.after(status);
  setTimeout(() => (status.textContent = WAITING), 1000);
  // Back from the next page, or after a file came instead of one, nothing is waited for.
  addEventListener("pageshow", () => status.remove(), { once: true });
  setTimeout(() => status.remove(), 60_000);
});
