// The page of a room on a phone with a bad connection. What is typed stays on the phone until the server has
// acknowledged it, is sent again under the same key, and never twice. Written for old phones: no modules, no async.
//
// Words are kept in localStorage under the key of the room: `drafts` (typed), `unsent` (sent off, not acknowledged) and
// `until`, after which they are deleted. On a shared device nothing is kept.
(function () {
  "use strict";
  var PREFIX = "cairn-room:";
  var LONGEST = 12 * 60 * 60 * 1000;
  var TIMEOUT = 15000;
  var FIRST_WAIT = 2000;
  var LONGEST_WAIT = 30000;

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) || {};
    } catch (problem) {
      return {};
    }
  }

  function write(name, kept) {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
    } catch (problem) {
      // Full or forbidden: the page itself still has the words.
    }
  }

  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch (problem) {
      // Nothing could be kept either.
    }
  }

  /** Delete the words of rooms that have ended, whichever page of a room is open. */
  function sweep() {
    var names = [];
    try {
      for (var index = 0; index < localStorage.length; index++) names.push(localStorage.key(index));
    } catch (problem) {
      return;
    }
    names.forEach(function (name) {
      if (name.indexOf(PREFIX) === 0 && !(read(name).until > Date.now())) forget(name);
    });
  }

  sweep();
  var inAddress = location.pathname.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/); // the key of the room
  if (inAddress && document.getElementById("ended")) forget(PREFIX + inAddress[0]);

  var room = document.getElementById("room");
  if (!room || !window.fetch || !window.Promise) return; // the plain forms work

  var isShared = room.hasAttribute("data-shared");
  var store = PREFIX + room.getAttribute("data-room");
  var left = Number(room.getAttribute("data-left")) * 1000; // by the server's clock; a phone's may be wrong
  var until = Date.now() + Math.min(left, LONGEST);
  var forms = [].slice.call(room.querySelectorAll("form[data-question]"));
  var unsent = [];
  var isSending = false;
  var hasEnded = false;
  var tries = 0;
  var timer;

  /** Change what is kept. Another tab may have changed it meanwhile, so it is read anew each time. */
  function keep(change) {
    if (isShared || hasEnded) return;
    var kept = read(store);
    kept.until = Math.min(kept.until || until, until);
    kept.drafts = kept.drafts || {};
    kept.unsent = kept.unsent || [];
    change(kept);
    if (kept.unsent.length || Object.keys(kept.drafts).length) write(store, kept);
    else forget(store);
  }

  function makeKey() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    var bytes = new Uint8Array(16);
    if (window.crypto && crypto.getRandomValues) crypto.getRandomValues(bytes);
    else for (var index = 0; index < 16; index++) bytes[index] = Math.random() * 256;
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = [].map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  function getQuestion(form) {
    return form.getAttribute("data-question");
  }

  function findForm(question) {
    return forms.filter(function (form) { return getQuestion(form) === question; })[0];
  }

  /** Whether all questions are sent together: then an answer is all of them, as they are sent. */
  function isWhole(form) {
    return form.hasAttribute("data-whole");
  }

  function getInputs(form) {
    return [].slice.call(form.elements).filter(function (input) { return /-answer$|^answer_/.test(input.name); });
  }

  function getAnswer(form) {
    var inputs = getInputs(form).filter(function (input) { return input.type !== "radio" || input.checked; });
    if (isWhole(form)) {
      return inputs.filter(function (input) { return input.value.trim(); }).map(function (input) {
        return input.name + "=" + encodeURIComponent(input.value.trim());
      }).join("&");
    }
    return inputs.length ? inputs[0].value.trim() : "";
  }

  function setAnswer(form, answer) {
    var whole = {};
    if (isWhole(form)) answer.split("&").forEach(function (part) {
      whole[part.split("=")[0]] = decodeURIComponent(part.split("=")[1] || "");
    });
    getInputs(form).forEach(function (input) {
      if (isWhole(form)) answer = whole[input.name] || "";
      if (input.type === "radio") input.checked = input.value === answer;
      else input.value = answer;
    });
  }

  /** The answer as people read it: their words, or the words beside the choice. */
  function describe(item) {
    if (isShared || isWhole(findForm(item.question))) return ""; // the next person reads this too; or it is long
    var input = getInputs(findForm(item.question)).filter(function (one) { return one.type === "radio" && one.value === item.answer; })[0];
    return input && input.labels && input.labels[0] ? input.labels[0].textContent.trim() : item.answer;
  }

  function say(form, kind, words) {
    var state = form.querySelector("[data-state]");
    state.setAttribute("data-kind", kind);
    if (state.textContent !== words) state.textContent = words;
  }

  function quote(words) {
    return words ? ": “" + words + "”." : ".";
  }

  function showWaiting() {
    forms.forEach(function (form) {
      var waiting = unsent.filter(function (item) { return item.question === getQuestion(form); });
      if (!waiting.length) return;
      var place = isShared ? " Keep this page open until it is sent." : " It stays on this phone until it is sent.";
      say(form, "waiting", "Not sent yet" + quote(waiting.map(describe).filter(Boolean).join("” and “")) + place);
    });
  }

  function drop(item) {
    unsent = unsent.filter(function (one) { return one.key !== item.key; });
    keep(function (kept) {
      kept.unsent = kept.unsent.filter(function (one) { return one.key !== item.key; });
    });
  }

  function end(problem) {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(timer);
    forget(store);
    forms.forEach(function (form) {
      var lost = unsent.filter(function (item) { return item.question === getQuestion(form); }).map(describe);
      var words = lost.length ? "Not sent before the room closed" + quote(lost.join("” and “")) + " It is no longer kept on this phone. " : "";
      say(form, "wrong", words + problem);
      form.querySelector("button").disabled = true;
    });
    unsent = [];
  }

  function refuse(item, problem) {
    var form = findForm(item.question);
    drop(item);
    if (!getAnswer(form)) {
      setAnswer(form, item.answer);
      keepDraft(form);
    }
    say(form, "wrong", problem);
  }

  function acknowledge(item) {
    drop(item);
    if (!unsent.some(function (one) { return one.question === item.question; })) {
      say(findForm(item.question), "sent", isShared ? "Sent. You can pass the device on." : isWhole(findForm(item.question)) ? "Sent. Thank you." : "Sent. You can send another answer.");
    }
  }

  function post(item) {
    var form = findForm(item.question);
    var name = "q" + item.question + "-";
    var body = name + "key=" + encodeURIComponent(item.key) + "&" + name + "answer=" + encodeURIComponent(item.answer);
    if (isWhole(form)) body = "key=" + encodeURIComponent(item.key) + "&" + item.answer;
    var options = {
      method: "POST",
      body: body,
      credentials: "omit",
      headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" }
    };
    var stop = window.AbortController ? new AbortController() : null;
    if (stop) options.signal = stop.signal;
    var clock = setTimeout(function () { if (stop) stop.abort(); }, TIMEOUT);
    return fetch(form.action, options).then(function (response) {
      // Anything but our own JSON comes from something in between, such as the log-in of a café.
      return response.json().then(function (said) {
        clearTimeout(clock);
        if (said.arrived === true) acknowledge(item);
        else if (typeof said.problem !== "string") throw new Error("no answer of ours");
        else if (response.status === 410) end(said.problem);
        else refuse(item, said.problem);
      });
    });
  }

  function send() {
    clearTimeout(timer);
    if (isSending || hasEnded || !unsent.length) return;
    isSending = true;
    post(unsent[0]).then(
      function () {
        isSending = false;
        tries = 0;
        send();
      },
      function () {
        isSending = false;
        showWaiting();
        var wait = Math.min(LONGEST_WAIT, FIRST_WAIT * Math.pow(2, tries++));
        timer = setTimeout(send, wait * (0.75 + Math.random() / 2)); // not all phones of a hall at once
      }
    );
  }

  function keepDraft(form) {
    var answer = getAnswer(form);
    keep(function (kept) {
      if (answer) kept.drafts[getQuestion(form)] = answer;
      else delete kept.drafts[getQuestion(form)];
    });
  }

  forms.forEach(function (form) {
    form.addEventListener("input", function () { keepDraft(form); });
    form.addEventListener("change", function () { keepDraft(form); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var answer = getAnswer(form);
      if (!answer && isWhole(form)) return say(form, "wrong", "Answer at least one question first.");
      if (!answer) return say(form, "wrong", form.querySelector("textarea") ? "Write your answer first." : "Choose one first.");
      var item = { key: makeKey(), question: getQuestion(form), answer: answer };
      unsent.push(item);
      keep(function (kept) {
        kept.unsent.push(item);
        delete kept.drafts[item.question];
      });
      setAnswer(form, "");
      say(form, "waiting", "Sending…");
      if (isSending || tries) showWaiting();
      send();
    });
  });

  if (!isShared) {
    var kept = read(store);
    Object.keys(kept.drafts || {}).forEach(function (question) {
      var form = findForm(question);
      if (form && !getAnswer(form)) setAnswer(form, kept.drafts[question]);
    });
    unsent = (kept.unsent || []).filter(function (item) { return findForm(item.question); });
    showWaiting();
  } else {
    forget(store);
  }

  addEventListener("online", function () {
    tries = 0;
    send();
  });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) send(); });
  addEventListener("beforeunload", function (event) {
    if (hasEnded || !(unsent.length || forms.some(getAnswer))) return;
    event.preventDefault();
    event.returnValue = ""; // the browser asks in its own words
  });
  setTimeout(function () { end("This room has closed and takes no more answers."); }, Math.min(left, LONGEST));
  send();
})();
