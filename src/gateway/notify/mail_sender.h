// SPDX-License-Identifier: Apache-2.0
// Sends the e-mails that wait, one after another over one connection, on a thread of its own.
//
// While the server itself fails everything rests; a mailbox that fails rests alone. Without a mail
// server the notices wait, and their channels say so. Concurrency: start() and stop() from one
// thread, wake() from any.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "gateway/notify/board.h"
#include "gateway/notify/mail_peer.h"

namespace lifeline::notify {

class MailSender {
 public:
  MailSender(Store& store, const Board& board, const MailOptions& options);
  ~MailSender();

  void start();
  void stop();
  void wake();

 private:
  void run();
  void turn();
  Settled send(const Parcel& parcel, const Directory& directory, bool& server_failed);
  bool rest(int64_t ms);

  Store& store_;
  const Board& board_;
  const MailOptions options_;
  MailPeer peer_;
  uint64_t failures_ = 0;  // of the server, in a row
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lifeline::notify
