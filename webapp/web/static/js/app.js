/** What script adds to pages that work without it. */

import { startFilters } from "./filter.js";
import { startLive } from "./live.js";
import { startMyDesk } from "./my_desk.js";
import { startNotes } from "./notes.js";
import { startOnce } from "./once.js";
import { startPresence } from "./presence.js";
import { startReturn } from "./return.js";
import { startScrollers } from "./scrollers.js";
import { startShortcuts } from "./shortcuts.js";
import { startWhen } from "./when.js";

document.documentElement.classList.add("js");
document.querySelector("[data-error-summary]")?.focus();
startOnce();
startShortcuts();
startFilters();
startScrollers();
startLive();
startNotes();
startPresence();
startReturn();
startWhen();
startMyDesk();
