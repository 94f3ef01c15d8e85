/** The runtime mark of several records; its value is the version of the shape. */
const BRAND = Symbol.for('@poe/filter-map/several')

/** Several records made of one, or none. Made by {@link several}. */
export interface Several<Rec> {
  /** The records, in order. */
  readonly several: readonly Rec[]
}

/** What a function may make of a record: another one, several, or undefined for none. */
export type Mapped<Rec> = Rec | Several<Rec> | undefined

class SeveralImpl<Rec> implements Several<Rec> {
  readonly several: readonly Rec[]

  constructor(records: readonly Rec[]) {
    this.several = records
  }

  static {
    Object.defineProperty(SeveralImpl.prototype, BRAND, { value: 1 })
  }
}

/** Makes several records of one: what a function of a `MapFilter` returns instead of a record. */
export function several<Rec>(...records: readonly Rec[]): Several<Rec> {
  return new SeveralImpl(records)
}

/** The records a function made. */
export function listOf<Rec>(mapped: Mapped<Rec>): readonly Rec[] {
  if (mapped === undefined) return []
  return isSeveral(mapped) ? mapped.several.filter((record) => record !== undefined) : [mapped]
}

function isSeveral<Rec>(mapped: Rec | Several<Rec>): mapped is Several<Rec> {
  return typeof mapped === 'object' && mapped !== null && Reflect.get(mapped, BRAND) === 1
}
