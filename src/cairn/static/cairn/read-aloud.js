// Reads the page aloud by a voice that is on the device. A voice that would send the words elsewhere is not used.
(() => {
  const button = document.getElementById("read-aloud");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const words = button.textContent;

  const findVoice = () => {
    const own = speech.getVoices().filter((voice) => voice.localService);
    const language = document.documentElement.lang.slice(0, 2);
    return own.find((voice) => voice.lang.startsWith(language));
  };
  const show = () => { button.hidden = !findVoice(); };
  const stop = () => { speech.cancel(); button.textContent = words; };

  button.addEventListener("click", () => {
    if (speech.speaking) return stop();
    const parts = [...document.querySelectorAll("[data-read], form label, form legend")];
    const said = new SpeechSynthesisUtterance(parts.map((part) => part.textContent.trim()).join(". "));
    said.voice = findVoice();
    said.lang = said.voice.lang;
    said.rate = 0.9;
    said.onend = stop;
    button.textContent = button.dataset.stop;
    speech.speak(said);
  });
  speech.addEventListener("voiceschanged", show);
  window.addEventListener("pagehide", () => speech.cancel());
  show();
})();
