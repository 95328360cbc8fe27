// A page works without this. The address can be copied only by script, so the button for it shows itself only here.
const button = document.querySelector<HTMLButtonElement>('button[data-copied]');
const label = button?.querySelector('span');
if (button && label && navigator.clipboard) {
  const address = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? location.href;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(address);
    label.textContent = button.dataset.copied ?? '';
  });
}
