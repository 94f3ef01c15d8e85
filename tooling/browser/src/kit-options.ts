/** What the kit is told of the loop, inside the browser and outside. */
export const kitOptions = { name: 'BrowserLoop', host: '127.0.0.1', timeout: 20_000 }
