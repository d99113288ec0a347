/** Types over the message files: a key that does not exist, or a value that was forgotten, fails the type check. */

/** The same keys with any words at the leaves: what a second language has to fill. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

/** Every dotted path to a message: `signIn.title`. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

/** The words at a dotted path. */
export type At<T, Key extends string> = Key extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : Key extends keyof T
    ? T[Key]
    : never;

/** The names a message wants filled in: `"name"` of `"欢迎，{name}"`. */
export type Slots<Words> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;

/** The further arguments of a message: none, or one object with all its slots. */
export type Values<Words> = [Slots<Words>] extends [never] ? [] : [Record<Slots<Words>, string | number>];
