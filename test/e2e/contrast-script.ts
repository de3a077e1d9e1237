/**
 * A script for a page: every visible text whose contrast (WCAG 2.2, 1.4.3) to what it stands on is below a limit, with
 * the two colours. Opaque colours only, which is all that our pages have. Text of a picture stands on the box of its group.
 */
export const contrastsBelow = (limit: number): string => `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const isClear = (colour) => parts(colour)[3] === 0;
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const box = at.parentElement?.querySelector(':scope > rect');
      if (box) return getComputedStyle(box).fill;
      const colour = getComputedStyle(at).backgroundColor;
      if (!isClear(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const bad = new Set();
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('title, script, option')) continue;
    const style = getComputedStyle(element);
    const colour = element.closest('svg') ? style.fill : style.color;
    seen += 1;
    const value = ratio(colour, behind(element));
    if (!(value >= ${limit})) bad.add([value.toFixed(2), colour, 'on', behind(element), element.className?.baseVal ?? element.className, element.tagName].join(' '));
  }
  return seen < 20 ? ['only ' + seen + ' texts'] : [...bad];
})()`;
