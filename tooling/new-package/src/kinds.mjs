/**
 * @typedef {object} Kind
 * @property {string} template - folder in templates/
 * @property {string} suffix - last word of the class and of its file
 * @property {number} layer
 * @property {string[]} dependencies - packages of POE, without the scope
 * @property {boolean} kernel - whether it takes the kernel, as a peer
 * @property {string} [kit] - the package that proves it, without the scope
 */

/** @typedef {Omit<Kind, 'suffix'> & { name: string, className: string, file: string }} Plan */

/**
 * What a package is, by the first word of its name.
 *
 * @type {Record<string, Kind>}
 */
export const kinds = {
  filter: {
    template: 'filter',
    suffix: 'filter',
    layer: 1,
    dependencies: ['errors', 'filter'],
    kernel: false,
    kit: 'test-filters',
  },
  driver: {
    template: 'driver',
    suffix: 'driver',
    layer: 1,
    dependencies: ['errors', 'driver'],
    kernel: false,
    kit: 'test-drivers',
  },
  queue: {
    template: 'queue',
    suffix: 'queue',
    layer: 1,
    dependencies: ['queue'],
    kernel: false,
    kit: 'test-queues',
  },
  loop: { template: 'plain', suffix: 'loop', layer: 1, dependencies: ['errors', 'loop'], kernel: false },
  wheel: { template: 'plain', suffix: '', layer: 4.5, dependencies: ['errors', 'wheel'], kernel: true },
  component: { template: 'plain', suffix: '', layer: 5.5, dependencies: ['component', 'errors'], kernel: true },
}
