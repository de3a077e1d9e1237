/** The filters, and details that open for print and for whoever follows a link into them. It has no text of its own. */
export const SCRIPT = `(() => {
  const all = (where, what) => [...where.querySelectorAll(what)];
  const opened = new Set();
  const follow = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && 'open' in target) target.open = true;
  };
  addEventListener('hashchange', follow);
  follow();
  addEventListener('beforeprint', () => {
    for (const one of all(document, 'details:not([open])')) { one.open = true; opened.add(one); }
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
    opened.clear();
  });
  const bar = document.querySelector('[data-filters]');
  if (!bar) return;
  const items = all(document, '[data-item]');
  const buttons = all(bar, 'button[data-key]');
  const selects = all(bar, 'select');
  const apply = () => {
    const isOut = ({ dataset }) =>
      buttons.some((one) => one.ariaPressed === 'false' && dataset[one.dataset.key] === one.value) ||
      selects.some((one) => one.value !== '' && dataset[one.dataset.key] !== one.value);
    for (const item of all(document, '[data-item], [data-follows]')) item.hidden = isOut(item);
    const shown = items.filter((item) => !item.hidden).length;
    for (const section of all(document, '[data-section]'))
      section.hidden = !section.querySelector('[data-item]:not([hidden]), [data-follows]:not([hidden])');
    bar.querySelector('output').textContent = bar.dataset.filters
      .replace('{shown}', shown).replace('{all}', items.length);
  };
  for (const one of buttons) one.addEventListener('click', () => {
    one.ariaPressed = one.ariaPressed === 'true' ? 'false' : 'true';
    apply();
  });
  for (const one of selects) one.addEventListener('change', apply);
  bar.querySelector('[data-reset]').addEventListener('click', () => {
    for (const one of buttons) one.ariaPressed = 'true';
    for (const one of selects) one.value = '';
    apply();
  });
  bar.hidden = false;
  apply();
})();
`;
