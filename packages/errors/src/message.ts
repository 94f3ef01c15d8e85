/** What an error says; in a production build it is given values instead of words, and says them behind its code. */
export function messageOf(_code: string, message: string): string {
  return message
}
