/**
 * Which forms somebody has begun to fill, and how to carry what was typed into a fresh copy of the same form.
 * Works on anything shaped like form fields, so that it is tested without a browser.
 */

const PASSIVE = new Set(["hidden", "submit", "button", "reset", "image"]);

/** Has this field been changed since the page was made? */
export function fieldDiffers(field) {
  if (PASSIVE.has(field.type)) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files ? field.files.length > 0 : Boolean(field.value);
  if (field.options) return optionsDiffer([...field.options], field.type === "select-multiple");
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function optionsDiffer(options, multiple) {
  // Where nothing is marked as selected, a browser shows the first option of a single list.
  const marked = options.some((option) => option.defaultSelected);
  return options.some((option, index) => {
    const expected = marked || multiple ? option.defaultSelected : index === 0;
    return option.selected !== expected;
  });
}

/** Has anything in this form been changed? */
export function formDiffers(form) {
  return [...form.elements].some(fieldDiffers);
}

/** Name a form by where it sends and what it asks, so that its fresh copy is recognised. */
export function formKey(form) {
  const names = [...form.elements].filter((field) => field.name && !PASSIVE.has(field.type)).map((field) => field.name);
  return `${form.getAttribute("action") ?? ""} ${[...new Set(names)].join(",")}`;
}

/** Copy what was typed from one form to its fresh copy; false when a field has no place to go. */
export function carry(from, to) {
  const free = [...to.elements];
  return [...from.elements].filter(fieldDiffers).every((field) => {
    const twin = free.find((other) => twins(field, other));
    if (!twin || field.type === "file") return false;
    if (field.type === "checkbox" || field.type === "radio") twin.checked = field.checked;
    else if (field.options) [...twin.options].forEach((option) => { option.selected = selectedIn(field, option.value); });
    else twin.value = field.value;
    return true;
  });
}

function twins(one, other) {
  const choice = one.type === "checkbox" || one.type === "radio";
  return one.name === other.name && one.type === other.type && (!choice || one.value === other.value);
}

function selectedIn(list, value) {
  return [...list.options].some((option) => option.selected && option.value === value);
}
