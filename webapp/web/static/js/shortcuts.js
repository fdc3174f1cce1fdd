/** Single-key shortcuts, shown on their buttons, silent while somebody types, and which can be switched off. */

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);
const NOT_TYPING = new Set(["checkbox", "radio", "button", "submit"]);
const STORED = "collegiale.raccourcis";

/** The key that this event asks for, or null when it is not for us. */
export function wantedKey(event) {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const { target } = event;
  if (target?.isContentEditable) return null;
  if (TYPING.has(target?.tagName) && !NOT_TYPING.has(target.type)) return null;
  return event.key?.length === 1 ? event.key.toLowerCase() : null;
}

/** The one control that this key works now; null when there is none, or two that would contend. */
export function controlFor(key, controls) {
  const able = controls.filter((control) => control.dataset.shortcut.toLowerCase() === key && usable(control));
  return able.length === 1 ? able[0] : null;
}

function usable(control) {
  return !control.disabled && control.getAttribute("aria-disabled") !== "true" && control.getClientRects().length > 0;
}

/** What this browser remembers, or nothing where it forbids remembering. */
function memory() {
  try {
    return globalThis.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

export function startShortcuts(document = globalThis.document, storage = memory()) {
  const root = document.documentElement;
  root.classList.toggle("shortcuts-off", storage.getItem(STORED) === "non");
  document.addEventListener("keydown", (event) => {
    if (root.classList.contains("shortcuts-off")) return;
    const key = wantedKey(event);
    const control = key && controlFor(key, [...document.querySelectorAll("[data-shortcut]")]);
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.click();
  });
  if (document.querySelector("[data-shortcut]")) offerSwitch(document, root, storage);
}

/** A key alone must be possible to switch off (WCAG 2.1.4): the footer has the switch, on pages that have shortcuts. */
function offerSwitch(document, root, storage) {
  const list = document.querySelector(".fr-footer__list");
  if (!list) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fr-btn fr-btn--tertiary fr-btn--sm";
  const say = () => {
    button.textContent = root.classList.contains("shortcuts-off") ? "Activer les raccourcis clavier" : "Désactiver les raccourcis clavier";
  };
  button.addEventListener("click", () => {
    const off = root.classList.toggle("shortcuts-off");
    storage.setItem(STORED, off ? "non" : "oui");
    say();
  });
  say();
  const item = document.createElement("li");
  item.className = "shortcut-switch";
  item.append(button);
  list.append(item);
}
