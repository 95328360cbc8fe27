// The inbox, live: lines that come in appear by themselves, but nothing moves under a reader's eyes.
import { counted } from '../../Client/plural';

declare global {
  interface Window { htmx: { process(element: Element): void; ajax(verb: string, path: string, context: object): Promise<void> } }
}

const list = document.querySelector<HTMLOListElement>('#wire');
const stream = document.querySelector<HTMLElement>('#wire-live');
if (list && stream) live(list, stream);

function live(list: HTMLOListElement, stream: HTMLElement): void {
  const above = document.querySelector<HTMLElement>('#wire-above')!;
  const button = above.querySelector('button')!;
  const said = document.querySelector<HTMLElement>('#wire-said')!;
  const waiting = new Map<string, HTMLLIElement>(); // by line, the newest last
  const isFirstPage = list.dataset.first === 'true';
  let isLost = false;

  stream.addEventListener('wire:line', event => {
    const line = parse((event as CustomEvent<{ data: string }>).detail.data);
    showTime(line);
    keepFilter(line);
    const shown = list.querySelector<HTMLLIElement>(`:scope > [data-line="${line.dataset.line}"]`);
    if (shown) replace(shown, line);
    else if (isFirstPage && waiting.size === 0 && isAtTop()) insert([line]);
    else wait(line);
  });
  // A line that the filter fits no more: killed, or otherwise not what it was.
  stream.addEventListener('wire:known', event => {
    const line = parse((event as CustomEvent<{ data: string }>).detail.data);
    keepFilter(line);
    const shown = list.querySelector<HTMLLIElement>(`:scope > [data-line="${line.dataset.line}"]`);
    if (shown) replace(shown, line);
    else if (waiting.has(line.dataset.line!)) waiting.set(line.dataset.line!, line);
  });
  stream.addEventListener('wire:alarms', event => {
    const place = document.querySelector<HTMLElement>('#agency-alarms')!;
    const alarms = (event as CustomEvent<{ data: string }>).detail.data;
    const words = (html: string): string => { const part = document.createElement('template'); part.innerHTML = html; return part.content.textContent!.trim(); };
    // What stands there already is not said once more.
    if (words(alarms) !== place.textContent!.trim()) place.innerHTML = alarms;
  });
  stream.addEventListener('wire:refused', event => {
    document.querySelector('#wire-refused')!.innerHTML = (event as CustomEvent<{ data: string }>).detail.data;
  });
  stream.addEventListener('htmx:sse:after:connection', event => {
    const { status } = (event as CustomEvent<{ connection: { status: number } }>).detail.connection;
    if (status === 200) found();
  });
  stream.addEventListener('htmx:sse:error', lost);
  // The very first connection has no line to fall back on: ask again.
  for (const name of ['htmx:error', 'htmx:response:error']) stream.addEventListener(name, () => {
    lost();
    setTimeout(() => void window.htmx.ajax('GET', stream.getAttribute('hx-sse:connect')!, { source: stream }), 2000);
  });
  window.addEventListener('offline', lost);
  // The connection may have outlived it. If it has not, it says so itself, and is made anew.
  window.addEventListener('online', found);

  button.addEventListener('click', () => {
    if (!isFirstPage) { location.assign(`/desk/wire${list.dataset.query}`); return; }
    const lines = [...waiting.values()];
    waiting.clear();
    above.hidden = true;
    window.scrollTo({ top: 0 });
    insert(lines);
    list.querySelector<HTMLAnchorElement>('h2 a')?.focus();
  });

  list.addEventListener('click', event => {
    const line = (event.target as Element).closest('li');
    if (line && (event.target as Element).closest('h2 a')) choose(line);
  });
  document.body.addEventListener('htmx:after:swap', () => {
    // Where list and preview stand below each other, whoever chose a line is brought to its text. And whoever pressed a link
    // in the preview, which went with it, goes on where the new one begins.
    const preview = document.querySelector<HTMLElement>('#preview');
    if (preview && (document.activeElement === document.body || preview.getBoundingClientRect().top > innerHeight)) preview.querySelector<HTMLElement>('#pv')?.focus();
  });
  // Older lines are another page: offline there is none, and this one would be gone.
  document.querySelector('.pager a')?.addEventListener('click', event => {
    if (navigator.onLine) return;
    event.preventDefault();
    isLost = false;
    lost();
  });
  document.addEventListener('keydown', event => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, select, textarea, [contenteditable]')) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 't') document.querySelector<HTMLFormElement>('#take')?.requestSubmit();
  });

  function insert(lines: HTMLLIElement[]): void {
    document.querySelector('#wire-empty')?.remove();
    for (const line of lines) {
      line.classList.add('new');
      list.prepend(line);
      window.htmx.process(line);
    }
    say(counted(said.dataset, lines.length, 'new'));
  }

  function wait(line: HTMLLIElement): void {
    waiting.delete(line.dataset.line!);
    waiting.set(line.dataset.line!, line);
    button.textContent = counted(button.dataset, waiting.size);
    above.hidden = false;
    say(counted(said.dataset, waiting.size, 'new'));
  }

  /** A newer version stands where the line stood, so that nothing moves; the preview says that there is one. */
  function replace(shown: HTMLLIElement, line: HTMLLIElement): void {
    const isCurrent = shown.querySelector('[aria-current]') !== null;
    const hadFocus = shown.contains(document.activeElement);
    if (!line.classList.contains('seen')) line.classList.add('new');
    shown.replaceWith(line);
    window.htmx.process(line);
    if (hadFocus) line.querySelector<HTMLAnchorElement>('h2 a')?.focus({ preventScroll: true });
    if (!isCurrent) return;
    line.querySelector('h2 a')!.setAttribute('aria-current', 'true');
    const newer = document.querySelector<HTMLElement>('#preview-newer');
    if (newer) newer.hidden = false;
  }

  /** A line that comes in leads to its text and leaves the list as it was chosen. */
  function keepFilter(line: HTMLLIElement): void {
    const link = line.querySelector<HTMLAnchorElement>('h2 a')!;
    const address = `/desk/wire/${line.dataset.line}${list.dataset.query}`;
    link.setAttribute('href', `${address}#pv`);
    link.setAttribute('hx-get', address);
  }

  function choose(line: Element): void {
    for (const current of list.querySelectorAll('[aria-current]')) current.removeAttribute('aria-current');
    line.querySelector('h2 a')!.setAttribute('aria-current', 'true');
    line.classList.remove('new');
    line.classList.add('seen');
  }

  function move(by: 1 | -1): void {
    const lines = [...list.children];
    const at = lines.findIndex(line => line.querySelector('[aria-current]'));
    const link = lines[at < 0 ? 0 : at + by]?.querySelector<HTMLAnchorElement>('h2 a');
    if (!link) return;
    link.focus();
    link.click();
  }

  function isAtTop(): boolean {
    return window.scrollY < 40;
  }

  function found(): void {
    if (isLost) say(said.dataset.back!);
    isLost = false;
    show('live');
  }

  function lost(): void {
    if (isLost) return;
    isLost = true;
    show('lost');
    say(said.dataset.lost!);
  }

  function show(state: 'live' | 'lost'): void {
    const shown = document.querySelector<HTMLElement>('#wire-state')!;
    shown.classList.toggle('live-on', state === 'live');
    shown.classList.toggle('red', state === 'lost');
    for (const part of shown.querySelectorAll<HTMLElement>('[data-state]')) part.hidden = part.dataset.state !== state;
  }

  function showTime(line: HTMLLIElement): void {
    const state = document.querySelector<HTMLElement>('#wire-state')!;
    const time = state.querySelector('time') ?? state.appendChild(document.createElement('time'));
    if (!time.previousSibling?.textContent?.endsWith(' ')) time.before(' ');
    time.dateTime = line.querySelector('time')!.dateTime;
    time.textContent = line.dataset.arrived!;
    const live = state.querySelector<HTMLElement>('[data-words]')!;
    live.textContent = live.dataset.words!;
  }

  function say(words: string): void {
    said.textContent = words;
  }
}

function parse(html: string): HTMLLIElement {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.querySelector('li')!;
}
