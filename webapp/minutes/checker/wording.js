/** How French is set: the same spaces, apostrophes and dates as `webapp/wording`, from which every sentence comes. */

const NBSP = "\u00a0";
const BREAKABLE = /(?<=\S) (?=[:;?»]|!(?!=))|(?<=«) /g;
const ELIDED = /(?<![\p{L}\p{N}_])([Dd]|[Qq]u)e (?=[AEIOUYÀÂÄÉÈÊËÎÏÔÖÛÜÙŒÆ])/gu;

/** Put values in a sentence: « {where} : … ». */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    if (values[name] === undefined) throw new TypeError(name);
    return String(values[name]);
  });
}

/** A sentence as it is read: non-breaking spaces, elisions. */
export const spaced = (text) => text.replace(BREAKABLE, NBSP).replace(ELIDED, "$1’");

export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** An outcome dressed for reading; `paper`: a secret vote on paper has no abstentions, but papers blank or void. */
export function typeset(wording, paper, words) {
  if (wording === null) return null;
  const [one, several] = words.neither[1];
  const told = paper ? wording.replace(/(\d+) abstentions?/g, (_, number) => `${number} ${number < 2 ? one : several}`) : wording;
  return told.replaceAll("'", "’").replace(/(?<=\d) (?=[\p{L}\p{N}_])/gu, NBSP);
}

/** « jeudi 10 décembre 2026 »; anything that is not a day of the calendar, as it is written. */
export function weekday(day, words) {
  const instant = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return day;
  const number = instant.getUTCDate();
  const said = [number === 1 ? "1er" : number, words.months[instant.getUTCMonth()], instant.getUTCFullYear()].join(NBSP);
  return `${words.days[(instant.getUTCDay() + 6) % 7]} ${said}`;
}

/** « jeudi 10 décembre 2026 à 14 h 30 », in Paris. */
export function moment(instant, words) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hourCycle: "h23", ...parts });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const hour = [Number(part.hour), "h", part.minute].join(NBSP);
  return `${weekday(`${part.year}-${part.month}-${part.day}`, words)} à ${hour}`;
}
