import { initAll } from "./govuk/govuk-frontend.min.js";

// Whoever skipped to the content and sent a form there comes back to an address that still ends in #main-content.
// The browser would go there, and take the focus away from what went wrong or was done.
const news = document.querySelector(".govuk-error-summary, .govuk-notification-banner[role='alert']");
if (news && location.hash === "#main-content") history.replaceState(history.state, "", location.pathname + location.search);

initAll();
