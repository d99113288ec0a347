/** The shapes of requests and answers, read off the generated schema so that a call and its server cannot differ. */

import type { components, paths } from "@/api/schema";

export type Schemas = components["schemas"];
export type Session = Schemas["SessionView"];

type Methods = "get" | "post" | "put" | "patch" | "delete";

/** The paths that offer `M`. */
export type PathsOf<M extends Methods> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths];

type Operation<M extends Methods, P extends keyof paths> = paths[P] extends { [K in M]: infer O } ? O : never;

type JsonOf<T> = T extends { content: { "application/json": infer Body } } ? Body : undefined;

type Answered<O> = O extends { responses: infer R }
  ? { [Status in keyof R]: Status extends 200 | 201 | 202 | 204 ? JsonOf<R[Status]> : never }[keyof R]
  : never;

/** What a successful answer holds; `undefined` for 204. */
export type AnswerOf<M extends Methods, P extends keyof paths> = Answered<Operation<M, P>>;

type BodyOf<O> = O extends { requestBody: { content: { "application/json": infer Body } } }
  ? { body: Body }
  : { body?: undefined };

type PartOf<O, Name extends "path" | "query"> = O extends { parameters: { [K in Name]: infer Part } }
  ? { [K in Name]: Part }
  : O extends { parameters: { [K in Name]?: infer Part } }
    ? [Part] extends [undefined]
      ? unknown
      : { [K in Name]?: Part }
    : unknown;

/** What the caller has to give: the body, the path's parameters, the query. */
export type RequestOf<M extends Methods, P extends keyof paths> = BodyOf<Operation<M, P>> &
  PartOf<Operation<M, P>, "path"> &
  PartOf<Operation<M, P>, "query">;
