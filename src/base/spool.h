// Arrays that may be larger than memory: written once from front to back, then read. A
// pure step gets a Scratch and does not know whether the bytes are in memory or on disk.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"

namespace maillon {

class Spool {
 public:
  virtual ~Spool() = default;
  // Code::io with what to do if the disk is full.
  virtual Result<void> append(std::span<const std::byte> bytes) = 0;
  // All that was appended, aligned for any number; no append after that. Valid while the
  // spool lives; any number of threads may read.
  virtual Result<std::span<const std::byte>> seal() = 0;
  // A part of seal() will not be read for a while: its memory may be given back. It may
  // still be read.
  virtual void release(std::span<const std::byte> part) const = 0;
};

class Scratch {
 public:
  virtual ~Scratch() = default;
  virtual std::unique_ptr<Spool> spool() = 0;
};

// All in memory: for small data, and tests.
class MemoryScratch : public Scratch {
 public:
  std::unique_ptr<Spool> spool() override { return std::make_unique<MemorySpool>(); }

 private:
  class MemorySpool : public Spool {
   public:
    Result<void> append(std::span<const std::byte> bytes) override {
      bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
      return {};
    }
    Result<std::span<const std::byte>> seal() override { return std::span(std::as_const(bytes_)); }
    void release(std::span<const std::byte>) const override {}

   private:
    std::vector<std::byte> bytes_;
  };
};

}  // namespace maillon
