// SPDX-License-Identifier: MIT
//
// Why a program is refused: the second, slower reading of a text that the parser could not accept.
#pragma once

#include "frontend/token_stream.h"

namespace eider::frontend {

/// Reports in the session what is wrong with the text at `start`, which the parser refused.
void diagnose(const StreamStart& start, Session& session);

}  // namespace eider::frontend
