/** Keys as people of two scripts use them. */

/**
 * True while an input method is composing (pinyin to characters): its Enter chooses a word and must not send a form.
 * 229 is the key code of a composing key in browsers that end the composition before they tell of the key.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
