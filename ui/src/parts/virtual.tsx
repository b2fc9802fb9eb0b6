// A long list of which only the rows in view are in the document (TanStack Virtual).
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export function VirtualRows<R>(props: {
  rows: R[];
  height: number; // of a row at first; rows measure themselves
  label: string;
  total: number;
  head?: ComponentChildren;
  row: (row: R, place: number) => ComponentChildren;
  current?: number; // is kept in view
  onEnd: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const options = () => ({
    count: props.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => props.height,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw((n) => n + 1),
  });
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options()));
  virtual.setOptions(options());
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= props.rows.length - 20) props.onEnd();
  }, [last, props.rows.length]);
  useEffect(() => {
    if (props.current !== undefined && props.current >= 0) virtual.scrollToIndex(props.current, { align: 'auto' });
  }, [props.current]);
  return (
    <div class="rows" role="table" aria-label={props.label} aria-rowcount={props.total + (props.head ? 1 : 0)}>
      {props.head && (
        <div role="rowgroup" class="rows-head">
          {props.head}
        </div>
      )}
      <div class="rows-scroll" ref={box} role="rowgroup" tabIndex={0} aria-label={props.label}>
        <div role="presentation" style={{ height: `${virtual.getTotalSize()}px`, position: 'relative' }}>
          {items.map((item) => (
            <div
              key={item.key}
              role="presentation"
              class="rows-item"
              data-index={item.index}
              ref={(element) => {
                if (element) virtual.measureElement(element);
              }}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {props.row(props.rows[item.index], item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
