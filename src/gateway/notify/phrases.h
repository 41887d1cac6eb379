// SPDX-License-Identifier: Apache-2.0
// What a person reads of a notice, in Chinese and English: what happened to which order, how urgent
// it is, until when, and where to answer. Nothing personal, and not the order's text: a mailbox is
// no safe place.
#pragma once

#include <string>

#include "gateway/notify/told.h"

namespace lifeline::notify {

std::string subject_of(const Told& told);
/// What it is about, in one language.
std::string subject_zh_of(const Told& told);
std::string subject_en_of(const Told& told);
/// Lines end in "\r\n".
std::string text_of(const Told& told);

}  // namespace lifeline::notify
