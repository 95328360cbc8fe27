// Who else has this story open, and that somebody saved it: told at once.

const patience = 15_000; // until a line is tried again that the server closed
const hiddenFor = 30_000; // a browser has few lines to one server: a tab that nobody looks at gives its own back

export function together(form: HTMLFormElement): void {
  const basedOn = form.querySelector<HTMLInputElement>('[name=BasedOn]')!;
  const here = document.querySelector<HTMLElement>('#also-here')!;
  const saved = document.querySelector<HTMLElement>('#other-saved')!;
  const agency = document.querySelector<HTMLElement>('#agency-said'); // where the story was made of an item
  let line: EventSource | null = null;
  let timer = 0;

  open();
  for (const leaving of ['submit', 'pagehide']) window.addEventListener(leaving, close);
  window.addEventListener('pageshow', event => { if (event.persisted) open(); });
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(close, hiddenFor);
    else open();
  });

  function open(): void {
    if (line) return;
    clearTimeout(timer);
    line = new EventSource(`${form.getAttribute('action')}/stream?revision=${basedOn.value}${form.dataset.agency ? `&agency=${form.dataset.agency}` : ''}`);
    line.addEventListener('others', event => show(here, (event as MessageEvent<string>).data));
    line.addEventListener('saved', event => show(saved, (event as MessageEvent<string>).data));
    line.addEventListener('agency', event => { if (agency) show(agency, (event as MessageEvent<string>).data, agency.querySelector('strong')!); });
    line.addEventListener('gone', event => { show(saved, (event as MessageEvent<string>).data); close(); });
    line.addEventListener('error', () => {
      show(here, '');
      if (line?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      close();
      timer = window.setTimeout(open, patience);
    });
  }

  function close(): void {
    clearTimeout(timer);
    line?.close();
    line = null;
    show(here, '');
  }

  function show(place: HTMLElement, words: string, within: Element = place): void {
    within.textContent = words;
    place.hidden = words === '';
  }
}
