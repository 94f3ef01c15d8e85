/** Why a request is refused, while it is read: becomes an answer with this status. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, why: string) {
    super(why)
    this.status = status
  }
}
