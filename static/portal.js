// The few things that need a script; every page works without it.
"use strict";

const live = () => document.getElementById("live");
const show = (id) => { const box = document.getElementById(id); if (box) box.hidden = false; };

// "/" goes to the search of the masthead.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const find = document.getElementById("find");
    if (find) { event.preventDefault(); find.focus(); }
  }
  if (event.key === "Escape") {
    const menu = event.target.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  }
});

// Where the rooms or the tabs are wider than the screen, the one that is open is in sight.
for (const here of document.querySelectorAll(".rooms [aria-current], .tabs [aria-current]")) {
  const row = here.closest(".rooms, .tabs");
  const [at, of] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += at.left + at.width / 2 - of.left - of.width / 2;
}

document.addEventListener("click", (event) => {
  // A menu closes when something else is chosen.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  // A link to a confirm page opens its dialog where the page carries one.
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
  if (event.target.closest("[data-print]")) window.print();
  const stay = event.target.closest("[data-stay]");
  if (stay) stayOn(stay.dataset);
});

// A place that is pressed on a map is ticked in the list, and shown as ticked; without a script the
// link leads to its box.
function markPlaces() {
  for (const link of document.querySelectorAll("[data-ticks] a[href^='#']")) {
    const box = document.getElementById(link.getAttribute("href").slice(1));
    link.classList.toggle("ticked", Boolean(box && box.checked));
  }
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-ticks] a[href^='#']");
  const box = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  markPlaces();
  if (live()) live().textContent = `${link.getAttribute("aria-label")}　${box.checked ? "選びました" : "外しました"}`;
});
document.addEventListener("change", (event) => { if (event.target.name === "municipalities") markPlaces(); });
markPlaces();

// The result count is spoken after a list has changed in place.
document.addEventListener("htmx:afterSettle", (event) => {
  const count = event.target.querySelector?.(".count") || document.querySelector(".results .count");
  if (count && live()) live().textContent = count.textContent;
});
for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(trouble, () => show("trouble"));
}

// A day that was typed is said back in both calendars when the box is left.
document.addEventListener("focusout", async (event) => {
  const box = event.target.closest("input[data-day]");
  const url = document.body.dataset.dayUrl;
  if (!box || !url || box.value === box.dataset.said) return;
  box.dataset.said = box.value;
  const id = `${box.id || box.name}-day`;
  let echo = document.getElementById(id);
  if (!box.value.trim()) { if (echo) echo.remove(); return; }
  const answer = await fetch(`${url}?${new URLSearchParams({ text: box.value })}`);
  if (!answer.ok) return;
  const { words, right } = await answer.json();
  if (!echo) {
    echo = document.createElement("span");
    echo.id = id;
    echo.setAttribute("role", "status");
    box.after(echo);
  }
  echo.className = right ? "said" : "said wrong";
  echo.textContent = words;
});

// The end of the session is told ten minutes ahead.
let clock;
function tell(secondsLeft) {
  clearTimeout(clock);
  const ahead = Math.max(0, secondsLeft - 600);
  if (ahead > 86400) return;
  clock = setTimeout(() => {
    const minutes = document.querySelector("#timeout [data-minutes]");
    if (minutes) minutes.textContent = String(Math.max(1, Math.round(Math.min(secondsLeft, 600) / 60)));
    show("timeout");
  }, ahead * 1000);
}
async function stayOn({ stay, token }) {
  const answer = await fetch(stay, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) { show("trouble"); return; }
  document.getElementById("timeout").hidden = true;
  tell(Number((await answer.json()).seconds));
}
const left = document.body?.dataset.sessionLeft;
if (left) tell(Number(left));
