import { GlibLoop } from '@poe/loop-glib'
import { Kernel, Session } from '@poe/poe'
import { openGtk } from './gtk.ts'
import { serveLabel } from './serve-label.ts'

const VERTICAL = 1

/** A window of GTK whose label counts what a timer and a button of it have posted, and a server that tells what it says. */
const loop = new GlibLoop()
const kernel = new Kernel({ loop })
const gtk = openGtk()

const window = gtk.gtk_window_new(0)
const label = gtk.gtk_label_new('0 ticks, 0 clicks')
const button = gtk.gtk_button_new_with_label('Press')
const box = gtk.gtk_box_new(VERTICAL, 0)
gtk.gtk_window_set_title(window, 'POE and GTK')
gtk.gtk_window_set_default_size(window, 240, 120)
gtk.gtk_box_pack_start(box, label, 0, 0, 8)
gtk.gtk_box_pack_start(box, button, 1, 1, 0)
gtk.gtk_container_add(window, box)
gtk.gtk_widget_show_all(window)

Session.create({
  kernel,
  heap: { ticks: 0, clicks: 0 },
  inlineStates: {
    _start({ kernel, session }) {
      loop.connect(button, 'clicked', session.postback('clicked'))
      kernel.signalUiDestroy({ pointer: window })
      kernel.sig('UIDESTROY', 'closed')
      if (process.argv[2] !== 'still') kernel.delay('tick', 50)
    },
    tick({ kernel, heap }) {
      heap.ticks++
      kernel.delay('tick', 50)
      kernel.yield('show')
    },
    clicked({ kernel, heap }) {
      console.log(`clicked ${++heap.clicks}`)
      kernel.yield('show')
    },
    show: ({ heap }) => gtk.gtk_label_set_text(label, `${heap.ticks} ticks, ${heap.clicks} clicks`),
    closed: () => console.log('closed'),
    _stop: () => console.log('stopped'),
  },
})
serveLabel(kernel, () => gtk.gtk_label_get_text(label))

await kernel.run()
console.log(`left: ${kernel.ledger().length}`)
