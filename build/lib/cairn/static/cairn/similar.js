// While somebody writes a lesson: what others told that is like it. Without this the next page shows it.

const PAUSE = 800;
const FEWEST_LETTERS = 20;

for (const form of document.querySelectorAll("form[data-similar]")) {
  const found = form.querySelector("[data-similar-found]");
  let waiting;

  async function look() {
    const words = ["title", "title", "summary"].map((name) => form.elements[name]?.value ?? "").join(" ");
    if (words.trim().length < FEWEST_LETTERS) return;
    // Sent like the form itself: words in an address would stand in logs.
    const body = new FormData();
    body.set("words", words);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(form.dataset.similar, { method: "POST", body });
      if (response.ok) found.innerHTML = await response.text();
    } catch {
      // The next page shows it.
    }
  }

  form.addEventListener("input", (event) => {
    if (!["title", "summary"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
}
