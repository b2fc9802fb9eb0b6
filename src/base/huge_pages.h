// Vectors for large tables that are read here and there: on pages of 2 MiB where the
// system has them, so that a look-up does not also miss in the table of pages.
#pragma once

#include <cstddef>
#include <vector>

namespace maillon {

// Memory that begins on a cache line; from 2 MiB on, on a huge page, which the system
// is asked for. Ends the program with std::bad_alloc as operator new does.
void* allocate_huge(std::size_t bytes);
void free_huge(void* memory, std::size_t bytes);

template <class T>
struct HugeAllocator {
  using value_type = T;
  HugeAllocator() = default;
  template <class U>
  HugeAllocator(const HugeAllocator<U>&) {}  // NOLINT(google-explicit-constructor): a rebind
  T* allocate(std::size_t n) { return static_cast<T*>(allocate_huge(n * sizeof(T))); }
  void deallocate(T* memory, std::size_t n) { free_huge(memory, n * sizeof(T)); }
  friend bool operator==(const HugeAllocator&, const HugeAllocator&) { return true; }
};

template <class T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace maillon
