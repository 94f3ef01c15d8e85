/** The event types a target says it has, by its `on…` properties. */
type ByProperties<T> = {
  [K in keyof T as K extends `on${infer Name}` ? Name : never]-?: NonNullable<T[K]> extends (
    event: infer E,
    ...rest: never[]
  ) => unknown
    ? E
    : Event
}

/** The events of a target, by name: those of the DOM where it is part of one; else what its `on…` properties tell. */
export type DomEventMap<T> = T extends Window
  ? WindowEventMap
  : T extends Document
    ? DocumentEventMap
    : T extends HTMLElement
      ? HTMLElementEventMap
      : T extends SVGElement
        ? SVGElementEventMap
        : ByProperties<T>
