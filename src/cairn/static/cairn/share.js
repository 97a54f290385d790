// Copies the address of a page, or hands it to the device's own ways to share. Without scripts the field is there to copy from.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.dataset.says);
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Link copied.";
    } catch {
      said.textContent = "The link is selected. Copy it with your keyboard or the menu.";
    }
  });
  if (navigator.share) {
    const share = button.cloneNode();
    share.textContent = "Share";
    share.addEventListener("click", () => navigator.share({ title: document.title, url: field.value }).catch(() => {}));
    button.after(" ", share);
  }
}
