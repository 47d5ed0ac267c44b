"""One program for each core language, from which regions are made.

A line with ``§N`` stands for N lines, numbered. Names tell what lines are: of
the licence (``Licence``), imports (``imported``), module-level statements
(``setup``), class-level ones (``member``), elements of a long value (``item``).
The long definition is called ``run``. The header of a statement in it contains
``opens_NAME``; the names of all that headers enclose begin with theirs: in
``loop_branch_3`` the loop's and the branch's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REPEATED = re.compile(r"§(\d+)")


def written_out(sample: str) -> str:
    """Return a sample with each line repeated as often as it says."""
    return "\n".join(_lines(sample)) + "\n"


def _lines(sample: str) -> Iterator[str]:
    for line in sample.strip("\n").split("\n"):
        found = _REPEATED.search(line)
        if found is None:
            yield line
        else:
            for number in range(1, int(found[1]) + 1):
                yield line.replace(found[0], str(number))


_PYTHON = '''
# Licence, line §6.

"""What it does."""

import imported_§3
from imported_more import thing

setup_§3(thing)

if thing:
    setup_late_§2()


class Engine(Base):
    """An engine."""

    member_§2("a", "b")

    def size(self):
        return self.width * self.height + self.depth

    member_last()


def run(source):
    """Do it."""
    before_§12(source)

    # A remark on the loop.
    for item in opens_loop(source):
        loop_§10(item)
        if opens_branch:
            loop_branch_§20(item)
            loop_branch_last_§20(item)
        elif opens_second:
            loop_second_§12(item)
        else:
            loop_§11()
    match opens_match(source):
        case opens_case:
            match_case_§24()
        case _ if opens_default:
            match_default_§24()
    try:  # opens_try
        try_§20()
    except opens_except as error:
        try_except_§20()
    finally:
        try_§12()
    with opens_first() as a, opens_next() as b:
        first_next_§34(a, b)
    after_§10(source)
    return source


VALUES = {
    "item_§60": [1, 2],
}
'''

_JAVASCRIPT = """
/*
 * Licence, line §6.
 */

import a§3 from "imported_§3";
import { thing } from "imported_more";

setup_§3(thing);

if (thing) {
  setup_late_§2();
}

class Engine extends Base {
  static {
    member_§2("a");
  }

  size() {
    return this.width * this.height + this.depth;
  }
}

export function run(source) {
  before_§12(source);

  // A remark on the loop.
  for (const item of opens_loop(source)) {
    loop_§10(item);
    if (opens_branch) {
      loop_branch_§40(item);
    } else if (opens_second) {
      loop_second_§12(item);
    } else {
      loop_§11();
    }
  }
  switch (opens_switch) {
    case opens_case:
      switch_case_§36();
      break;
    default:
      switch_§10();
  }
  try {  // opens_try
    try_§20();
  } catch (opens_catch) {
    try_catch_§20();
  } finally {
    try_§12();
  }
  opens_call(source, (item) => {
    call_§34(item);
  });
  after_§10(source);
  return source;
}

const VALUES = {
  item_§60: [1, 2],
};
"""

_TYPESCRIPT = """
/*
 * Licence, line §6.
 */

import type { a§3 } from "imported_§3";
import { thing } from "imported_more";

setup_§3(thing as unknown);

if (thing) {
  setup_late_§2();
}

export class Engine<T> extends Base<T> {
  static {
    member_§2("a");
  }

  size(): number {
    return this.width * this.height + this.depth;
  }
}

export function run(source: readonly Source[]): number {
  before_§12(source!);

  // A remark on the loop.
  for (const item of opens_loop<Source>(source)) {
    loop_§10(item);
    if (opens_branch) {
      loop_branch_§40(item);
    } else if (opens_second) {
      loop_second_§12(item);
    } else {
      loop_§11();
    }
  }
  switch (opens_switch) {
    case opens_case: {
      switch_case_§36();
      break;
    }
    default:
      switch_§10();
  }
  try {  // opens_try
    try_§20();
  } catch (opens_catch: unknown) {
    try_catch_§20();
  } finally {
    try_§12();
  }
  opens_call(source, async (item): Promise<void> => {
    await call_§34(item);
  });
  after_§10(source);
  return source.length;
}

const VALUES: Record<string, number[]> = {
  item_§60: [1, 2],
};
"""

_TSX = """
/*
 * Licence, line §6.
 */

import type { a§3 } from "imported_§3";
import { thing } from "imported_more";

setup_§3(thing);

if (thing) {
  setup_late_§2();
}

class Engine extends Component<Props> {
  static {
    member_§2("a");
  }

  size(): number {
    return this.width * this.height + this.depth;
  }
}

export function run({ source }: Props) {
  before_§12(source);

  // A remark on the loop.
  for (const item of opens_loop(source)) {
    loop_§10(item);
    if (opens_branch) {
      loop_branch_§40(item);
    }
  }
  return (
    <main className="opens_main">
      <Row key="main_§12" />
      <section title="opens_section">
        <Cell value={main_section_§34}>text</Cell>
      </section>
      {source.map((item) => (
        <Row key={item.id} />
      ))}
      <Row key="main_last_§12" />
    </main>
  );
}

const VALUES: Item[] = [
  { name: "item_§60" },
];
"""

_GO = """
// Licence, line §6.

package sample

import (
\t"imported_§3"
\t"imported/more"
)

var _ = setup(thing)

type Engine struct {
\tmember_§60 int
}

func (e *Engine) Size() int {
\treturn e.member_1 * e.member_2 + e.member_3
}

func run(source []int) (int, error) {
\tbefore_§12(source)

\t// A remark on the loop.
\tfor _, item := range opens_loop(source) {
\t\tloop_§10(item)
\t\tif opens_branch {
\t\t\tloop_branch_§40(item)
\t\t} else if opens_second {
\t\t\tloop_second_§12(item)
\t\t} else {
\t\t\tloop_§11()
\t\t}
\t}
\tswitch opens_switch {
\tcase opens_case:
\t\tswitch_case_§36()
\tdefault:
\t\tswitch_§10()
\t}
\tselect { // opens_select
\tcase item := <-opens_channel:
\t\tselect_channel_§36(item)
\tcase <-done:
\t}
\tgo func(opens_call int) {
\t\tcall_§34(opens_call)
\t}(1)
\tafter_§10(source)
\treturn len(source), nil
}

var Values = map[string]int{
\t"item_§60": 1,
}
"""

_RUST = """
// Licence, line §6.

use imported_§3::thing;
use imported_more::{a, b};

setup! { thing §3 }

pub struct Engine {
    /// A member.
    pub member_§60: usize,
}

impl Engine {
    member_macro! { §2 }

    pub fn size(&self) -> usize {
        self.member_1 * self.member_2 + self.member_3
    }
}

pub fn run(source: &[usize]) -> Result<usize, Error> {
    before_§12(source)?;

    // A remark on the loop.
    for item in opens_loop(source) {
        loop_§10(item);
        if opens_branch {
            loop_branch_§40(item);
        } else if opens_second {
            loop_second_§12(item);
        } else {
            loop_§11();
        }
    }
    match opens_match(source) {
        Some(opens_case) => {
            match_case_§36(opens_case);
        }
        None => match_1(),
    }
    let value = unsafe { // opens_unsafe
        unsafe_§40(source);
    };
    spawn(async move |opens_call| {
        call_§34(opens_call);
    });
    after_§10(source);
    Ok(source.len())
}

pub const VALUES: &[(&str, usize)] = &[
    ("item_§60", 1),
];
"""

_JAVA = """
/*
 * Licence, line §6.
 */
package sample;

import imported.a.B§3;
import imported.more.Thing;

public class Engine extends Base {
    static {
        member_§12("a");
    }

    int size() {
        return this.width * this.height + this.depth + this.length;
    }

    int run(int[] source) throws IOException {
        before_§12(source);

        // A remark on the loop.
        for (int item : opens_loop(source)) {
            loop_§10(item);
            if (opens_branch) {
                loop_branch_§40(item);
            } else if (opens_second) {
                loop_second_§12(item);
            } else {
                loop_§11();
            }
        }
        switch (opens_switch) {
            case opens_case:
                switch_case_§36();
                break;
            default:
                switch_§10();
        }
        try (Reader reader = opens_try()) {
            try_§20();
        } catch (Exception opens_catch) {
            try_catch_§20();
        } finally {
            try_§12();
        }
        submit(opens_call -> {
            call_§34(opens_call);
        });
        after_§10(source);
        return source.length;
    }

    static final String[] VALUES = {
        "item_§60",
    };
}
"""

_C = """
/*
 * Licence, line §6.
 */

#include "imported_§3.h"
#include <imported/more.h>

struct engine {
\tint member_§60;
};

SETUP_§3(thing);

static int run(const int *source, int length)
{
\tbefore_§12(source);

\t/* A remark on the loop. */
\tfor (int item = opens_loop(source); item < length; item++) {
\t\tloop_§10(item);
\t\tif (opens_branch) {
\t\t\tloop_branch_§40(item);
\t\t} else if (opens_second) {
\t\t\tloop_second_§12(item);
\t\t} else {
\t\t\tloop_§11();
\t\t}
\t}
\tswitch (opens_switch) {
\tcase opens_case:
\t\tswitch_case_§36();
\t\tbreak;
\tdefault:
\t\tswitch_§10();
\t}
#ifdef opens_directive
\tdirective_§34();
#endif
\tdo { /* opens_do */
\t\tdo_§34(source);
\t} while (source);
\tafter_§10(source);
\treturn length;
}

static const char *values[] = {
\t"item_§60",
};
"""

_CPP = """
/*
 * Licence, line §6.
 */

#include "imported_§3.h"
#include <imported/more.h>

namespace sample {

class Engine : public Base {
 public:
  int Size() const {
    return width_ * height_ + depth_ * length_ + weight_;
  }

  friend class member_§2;
};

template <typename T>
int run(const std::vector<T>& source) {
  before_§12(source);

  // A remark on the loop.
  for (const auto& item : opens_loop(source)) {
    loop_§10(item);
    if (opens_branch) {
      loop_branch_§40(item);
    } else if (opens_second) {
      loop_second_§12(item);
    } else {
      loop_§11();
    }
  }
  switch (opens_switch) {
    case opens_case: {
      switch_case_§36();
      break;
    }
    default:
      switch_§10();
  }
  try {  // opens_try
    try_§20();
  } catch (const opens_catch& error) {
    try_catch_§20();
  }
  visit(source, [&](const T& opens_call) {
    call_§34(opens_call);
  });
  after_§10(source);
  return source.size();
}

const char* const kValues[] = {
  "item_§60",
};

}  // namespace sample
"""

_CSHARP = """
/*
 * Licence, line §6.
 */

using Imported.A§3;
using Imported.More;

namespace Sample
{
    public enum Engine
    {
        member_§60,
    }

    public class Machine : Base
    {
        int Size()
        {
            return this.width * this.height + this.depth + this.length;
        }

        public int run(int[] source)
        {
            before_§12(source);

            // A remark on the loop.
            foreach (var item in opens_loop(source))
            {
                loop_§10(item);
                if (opens_branch)
                {
                    loop_branch_§40(item);
                }
                else if (opens_second)
                {
                    loop_second_§12(item);
                }
                else
                {
                    loop_§11();
                }
            }
            switch (opens_switch)
            {
                case opens_case:
                    switch_case_§36();
                    break;
                default:
                    switch_§10();
                    break;
            }
            try // opens_try
            {
                try_§20();
            }
            catch (opens_catch error)
            {
                try_catch_§20();
            }
            finally
            {
                try_§12();
            }
            submit(opens_call =>
            {
                call_§34(opens_call);
            });
            after_§10(source);
            return source.Length;
        }

        static readonly string[] Values =
        {
            "item_§60",
        };
    }
}
"""

_RUBY = """
# Licence, line §6.

require "imported_§3"
require_relative "imported/more"

setup_§3 :thing

if thing
  setup_late_§2
end

class Engine < Base
  member_§12 :a, :b

  def size
    width * height + depth * length + weight * volume
  end

  member_last
end

def run(source)
  before_§12(source)

  # A remark on the loop.
  opens_loop(source).each do |item|
    loop_§10(item)
    if opens_branch
      loop_branch_§40(item)
    elsif opens_second
      loop_second_§12(item)
    else
      loop_§11()
    end
  end
  case opens_case
  when opens_when
    case_when_§36()
  else
    case_§10()
  end
  begin # opens_try
    try_§20()
  rescue opens_rescue => error
    try_rescue_§20()
  ensure
    try_§12()
  end
  while opens_while
    while_§34(source)
  end
  after_§10(source)
  source.size
end

VALUES = {
  item_§60: [1, 2],
}.freeze
"""

_PHP = """
<?php

/*
 * Licence, line §6.
 */

namespace Sample;

use Imported\\A§3;
use Imported\\More;

setup_§3($thing);

if ($thing) {
    setup_late_§2();
}

class Engine extends Base
{
    use member_§2;

    function size(): int
    {
        return $this->width * $this->height + $this->depth + $this->length;
    }
}

function run(array $source): int
{
    before_§12($source);

    // A remark on the loop.
    foreach (opens_loop($source) as $item) {
        loop_§10($item);
        if (opens_branch) {
            loop_branch_§40($item);
        } elseif (opens_second) {
            loop_second_§12($item);
        } else {
            loop_§11();
        }
    }
    switch (opens_switch) {
        case opens_case:
            switch_case_§36();
            break;
        default:
            switch_§10();
    }
    try { // opens_try
        try_§20();
    } catch (opens_catch $error) {
        try_catch_§20();
    } finally {
        try_§12();
    }
    submit(function ($opens_call) use ($source) {
        call_§34($opens_call);
    });
    after_§10($source);
    return count($source);
}

const VALUES = [
    'item_§60' => [1, 2],
];
"""

_BASH = """
#!/bin/bash
# Licence, line §6.

. imported_§3
source imported_more

setup_§3 thing

if test -n "$thing"; then
  setup_late_§2
fi

run() {
  before_§12 "$1"

  # A remark on the loop.
  for item in $(opens_loop); do
    loop_§10 "$item"
    if opens_branch; then
      loop_branch_§40 "$item"
    elif opens_second; then
      loop_second_§12 "$item"
    else
      loop_§11
    fi
  done
  case $opens_case in
    opens_first)
      case_first_§36
      ;;
    *)
      case_§10
      ;;
  esac
  while opens_while
  do
    while_§34 "$1"
  done
  cat <<END
text §40
END
  ( # opens_shell
    shell_§34
  )
  after_§10 "$1"
  return 0
}

VALUES=(
  "item_§60"
)
"""

SAMPLES = {
    "python": _PYTHON,
    "javascript": _JAVASCRIPT,
    "typescript": _TYPESCRIPT,
    "tsx": _TSX,
    "go": _GO,
    "rust": _RUST,
    "java": _JAVA,
    "c": _C,
    "cpp": _CPP,
    "csharp": _CSHARP,
    "ruby": _RUBY,
    "php": _PHP,
    "bash": _BASH,
}
