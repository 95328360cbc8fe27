// The editor: marks instead of HTML, and nothing typed is lost. The form it stands on works without it.
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { counted } from '../../Client/plural';
import { together } from '../Together/together';
import { keepText } from '../Texts/keeping';
import { keep } from './keeping';

// Theirs writes the widths of columns into style attributes, which our pages do not have.
// And with theirs Tab makes a new row at the end, so that nobody gets out of a table by keyboard.
const PlainTable = Table.extend({
  renderHTML: () => ['table', ['tbody', 0]],
  addKeyboardShortcuts() {
    return { Tab: () => this.editor.commands.goToNextCell(), 'Shift-Tab': () => this.editor.commands.goToPreviousCell() };
  },
}).configure({ resizable: false });

const story = document.querySelector<HTMLFormElement>('#story-form');
if (story) {
  edit(story, setBody => keep(story, setBody));
  together(story);
}
const text = document.querySelector<HTMLFormElement>('#text-form');
if (text) edit(text, setBody => keepText(text, setBody));

/** @param keeping Gets what sets the body anew, gives what to call when it was written. */
function edit(form: HTMLFormElement, keeping: (setBody: () => void) => () => void): void {
  const body = form.querySelector<HTMLTextAreaElement>('#Body')!;
  const written = keeping(() => {
    editor.commands.setContent(body.value, { emitUpdate: false });
    countWords(editor.getText());
  });
  const editor = new Editor({
    element: room(body),
    injectCSS: false,
    content: body.value,
    extensions: [
      StarterKit.configure({
        heading: { levels: [2, 3] },
        code: false, codeBlock: false, strike: false, underline: false, horizontalRule: false, hardBreak: false, trailingNode: false,
        link: { openOnClick: false, autolink: false, protocols: ['mailto'], HTMLAttributes: { target: null, rel: null } },
      }),
      PlainTable, TableRow, TableHeader, TableCell,
    ],
    editorProps: { attributes: { class: 'text', dir: body.dir, role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': 'body-label', spellcheck: 'true' } },
    onUpdate: ({ editor }) => {
      body.value = sound(editor.getHTML());
      countWords(editor.getText());
      written();
    },
    onTransaction: ({ editor }) => showMarks(editor),
  });
  // Until something is typed the text stays as it came, so that opening a story changes nothing.
  body.hidden = true;
  document.querySelector<HTMLElement>('#body-help')!.hidden = true;
  marks(editor);
  if (body.value !== body.defaultValue) countWords(editor.getText()); // kept text is in the fields
  countLines(form);
}

function room(body: HTMLTextAreaElement): HTMLElement {
  const place = document.createElement('div');
  place.className = 'written';
  body.before(place);
  return place;
}

/** Neither classes nor styles nor the helpers of tables: the server would take them out. */
function sound(html: string): string {
  const template = document.createElement('template');
  template.innerHTML = html;
  for (const element of template.content.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (!['href', 'colspan', 'rowspan'].includes(name) || (name !== 'href' && element.getAttribute(name) === '1')) element.removeAttribute(name);
  for (const group of template.content.querySelectorAll('colgroup')) group.remove();
  for (const cell of template.content.querySelectorAll('td > p:only-child, th > p:only-child')) cell.replaceWith(...cell.childNodes);
  return template.innerHTML === '<p></p>' ? '' : template.innerHTML;
}

function marks(editor: Editor): void {
  const bar = document.querySelector<HTMLElement>('#marks')!;
  const field = document.querySelector<HTMLElement>('#link-field')!;
  const address = field.querySelector<HTMLInputElement>('input')!;
  const problem = document.querySelector<HTMLElement>('#link-problem')!;
  bar.hidden = false;
  bar.addEventListener('click', event => {
    const mark = (event.target as Element).closest<HTMLElement>('[data-mark]')?.dataset.mark;
    const chain = editor.chain().focus();
    if (mark === 'bold') chain.toggleBold().run();
    else if (mark === 'italic') chain.toggleItalic().run();
    else if (mark === 'heading') chain.toggleHeading({ level: 2 }).run();
    else if (mark === 'quote') chain.toggleBlockquote().run();
    else if (mark === 'list') chain.toggleBulletList().run();
    else if (mark === 'link') openLink();
  });
  field.addEventListener('click', event => {
    const wish = (event.target as Element).closest<HTMLElement>('[data-link]')?.dataset.link;
    if (wish === 'set') setLink();
    else if (wish === 'remove') closeLink(() => editor.chain().focus().extendMarkRange('link').unsetLink().run());
  });
  address.addEventListener('keydown', event => {
    if (event.key === 'Enter') { event.preventDefault(); setLink(); }
    else if (event.key === 'Escape') closeLink(() => editor.commands.focus());
  });

  function openLink(): void {
    field.hidden = false;
    problem.textContent = '';
    address.value = (editor.getAttributes('link').href as string | undefined) ?? '';
    bar.querySelector('[data-mark=link]')!.setAttribute('aria-expanded', 'true');
    address.focus();
  }

  function setLink(): void {
    const href = address.value.trim();
    if (!/^(https?:\/\/|mailto:)\S+$/i.test(href)) { problem.textContent = problem.dataset.text!; address.focus(); return; }
    closeLink(() => editor.state.selection.empty && !editor.isActive('link')
      ? editor.chain().focus().insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
      : editor.chain().focus().extendMarkRange('link').setLink({ href }).run());
  }

  function closeLink(then: () => void): void {
    field.hidden = true;
    bar.querySelector('[data-mark=link]')!.setAttribute('aria-expanded', 'false');
    then();
  }
}

function showMarks(editor: Editor): void {
  const active = { bold: 'bold', italic: 'italic', heading: 'heading', quote: 'blockquote', list: 'bulletList', link: 'link' };
  for (const [mark, name] of Object.entries(active))
    document.querySelector(`[data-mark=${mark}]`)?.setAttribute('aria-pressed', String(editor.isActive(name)));
}

function countWords(text: string): void {
  const words = document.querySelector<HTMLElement>('#words')!;
  words.textContent = counted(words.dataset, text.split(/\s+/).filter(word => word).length);
}

/** Characters as a reader counts them. */
function countLines(form: HTMLFormElement): void {
  const signs = new Intl.Segmenter(document.documentElement.lang);
  for (const count of form.querySelectorAll<HTMLElement>('[data-count]')) {
    const field = form.querySelector<HTMLTextAreaElement>('#' + count.dataset.count)!;
    const tell = () => { count.textContent = count.dataset.words!.replace('{0}', String([...signs.segment(field.value)].length)); };
    tell();
    field.addEventListener('input', tell);
    // A headline has one line; Enter goes on to the next field.
    field.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });
  }
}
