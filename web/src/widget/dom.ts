/** Makes elements; what is said in them is always text, never markup. */

type Attributes = Record<string, string | boolean | undefined>;

export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The page's element with this id. */
export function at<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found as T;
}

/** Says something in an element, or hides it when there is nothing to say. */
export function say(element: HTMLElement, text: string): void {
  element.hidden = text === "";
  if (element.textContent !== text) element.textContent = text;
}
