// Who reads the newest message goes on reading it, also when the window gets another size or its pane is shown again.
const NEAR = 80;

export function follow(list) {
  let atEnd = true;
  let size = "";
  const sized = () => `${list.clientWidth}x${list.clientHeight}`;
  list.addEventListener("scroll", () => {
    if (sized() === size) atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR; // else it was no person who scrolled
  });
  new ResizeObserver(() => {
    size = sized();
    if (atEnd) list.scrollTop = list.scrollHeight;
  }).observe(list);
}
