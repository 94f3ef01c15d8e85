import koffi from 'koffi'

/** What the example uses of GTK 3. */
export interface Gtk {
  gtk_init_check(count: null, words: null): number
  gtk_window_new(type: number): bigint
  gtk_window_set_title(window: bigint, title: string): void
  gtk_window_set_default_size(window: bigint, width: number, height: number): void
  gtk_box_new(orientation: number, spacing: number): bigint
  gtk_box_pack_start(box: bigint, child: bigint, expand: number, fill: number, padding: number): void
  gtk_label_new(text: string): bigint
  gtk_label_set_text(label: bigint, text: string): void
  gtk_label_get_text(label: bigint): string
  gtk_button_new_with_label(text: string): bigint
  gtk_container_add(container: bigint, child: bigint): void
  gtk_widget_show_all(widget: bigint): void
}

const FUNCTIONS: Readonly<Record<keyof Gtk, string>> = {
  gtk_init_check: 'int gtk_init_check(void *count, void *words)',
  gtk_window_new: 'void *gtk_window_new(int type)',
  gtk_window_set_title: 'void gtk_window_set_title(void *window, str title)',
  gtk_window_set_default_size: 'void gtk_window_set_default_size(void *window, int width, int height)',
  gtk_box_new: 'void *gtk_box_new(int orientation, int spacing)',
  gtk_box_pack_start: 'void gtk_box_pack_start(void *box, void *child, int expand, int fill, uint padding)',
  gtk_label_new: 'void *gtk_label_new(str text)',
  gtk_label_set_text: 'void gtk_label_set_text(void *label, str text)',
  gtk_label_get_text: 'str gtk_label_get_text(void *label)',
  gtk_button_new_with_label: 'void *gtk_button_new_with_label(str text)',
  gtk_container_add: 'void gtk_container_add(void *container, void *child)',
  gtk_widget_show_all: 'void gtk_widget_show_all(void *widget)',
}

/** GTK 3, initialised. @throws Error where it is not installed, or there is no display */
export function openGtk(): Gtk {
  const library = koffi.load('libgtk-3.so.0')
  const functions = Object.entries(FUNCTIONS).map(([name, signature]) => [name, library.func(signature)])
  const gtk = Object.fromEntries(functions) as Gtk
  if (gtk.gtk_init_check(null, null) === 0) throw new Error('GTK cannot open the display.')
  return gtk
}
