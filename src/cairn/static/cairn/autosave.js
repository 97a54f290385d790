// Keeps what is typed into a long form a few seconds after the last key, so that a closed window loses nothing.
const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer;

  const keep = async () => {
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      if (!response.ok) throw new Error(response.statusText);
      status.textContent = (await response.json()).saved;
    } catch {
      status.textContent = "Not saved: you are offline. You can keep writing. We will try again as you type.";
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
