; The setup for Windows: for one person, without an administrator and without a network, over an older version but
; never over a newer one or a running program. windows.py compiles it and defines what stands in capitals.
;
;   setup.exe /S                install silently         setup.exe /D=C:\FOLDER   elsewhere (last, without quotes)
;   uninstall.exe /S            uninstall silently; every inventory (*.cdesk) stays, wherever it lies
;
; Exit codes: 0 done, 1 cancelled, 2 stopped (also: the file is damaged), 3 not a 64-bit Windows, 4 Windows too old,
; 5 a newer version is installed, 6 the program is running, 7 the disk is full or cannot be written to.
Unicode true
SetCompressor /SOLID ${COMPRESSION}
!if "${COMPRESSION}" == "lzma"
    ; Megabytes; the window and the command hold the same ten, which the usual eight would pack twice.
    SetCompressorDictSize 64
!endif
CRCCheck force
RequestExecutionLevel user
ManifestDPIAware true
AllowSkipFiles off
SetDateSave on
BrandingText " "

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include StrFunc.nsh
!include WinVer.nsh
!include x64.nsh
${UnStrStr}

!define KIND "CarbonDesk.Inventory"
!define MIME_TYPE "application/vnd.carbondesk.inventory"
!define CLASSES "Software\Classes"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CarbonDesk"
!define OWN "$LOCALAPPDATA\CarbonDesk"
!define SHORTCUT "$SMPROGRAMS\CarbonDesk.lnk"
!define STAGE "$INSTDIR\.new"
; What INSTALL_FILES, MOVE_FILES and REMOVE_FILES write and remove: each file of the program by its name.
!include "${PAYLOAD}"

Name "CarbonDesk ${VERSION}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\CarbonDesk"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"

VIProductVersion "${NUMBERS}"
!macro version_words language description
    VIAddVersionKey /LANG=${language} "ProductName" "CarbonDesk"
    VIAddVersionKey /LANG=${language} "ProductVersion" "${VERSION}"
    VIAddVersionKey /LANG=${language} "FileVersion" "${VERSION}"
    VIAddVersionKey /LANG=${language} "FileDescription" "${description}"
    VIAddVersionKey /LANG=${language} "CompanyName" "The CarbonDesk contributors"
    VIAddVersionKey /LANG=${language} "LegalCopyright" "Apache-2.0"
!macroend

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\CarbonDesk.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(LEAVING)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro version_words ${LANG_ENGLISH} "CarbonDesk setup"
!insertmacro version_words ${LANG_SIMPCHINESE} "CarbonDesk 安装程序"

!macro text name english chinese
    LangString ${name} ${LANG_ENGLISH} "${english}"
    LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
!macroend
!insertmacro text KIND_NAME "CarbonDesk inventory" "CarbonDesk 清单"
!insertmacro text SUMMARY "Corporate carbon accounting, offline" "企业碳核算，离线使用"
!insertmacro text WELCOME \
    "CarbonDesk ${VERSION} will be installed for you alone. That needs no administrator and no network, and less than a minute.$\r$\n$\r$\nAn older version is replaced. Your inventories stay as they are." \
    "将仅为您本人安装 CarbonDesk ${VERSION}。无需管理员权限，无需网络，用时不到一分钟。$\r$\n$\r$\n较旧的版本会被替换，您的清单文件保持不变。"
!insertmacro text LEAVING \
    "CarbonDesk and its settings are removed from your user account. Every inventory (*.cdesk) and its daily copies stay." \
    "将从您的用户帐户中移除 CarbonDesk 及其设置。所有清单文件（*.cdesk）及其每日副本都会保留。"
!insertmacro text NOT_64 \
    "CarbonDesk needs a 64-bit Windows 10 or 11 on an x64 computer, or Windows 11 on an ARM one." \
    "CarbonDesk 需要 x64 计算机上的 64 位 Windows 10 或 11，或 ARM 计算机上的 Windows 11。"
!insertmacro text TOO_OLD \
    "CarbonDesk needs Windows 10, version 1809, or newer." \
    "CarbonDesk 需要 Windows 10 版本 1809 或更高版本。"
!insertmacro text NEWER \
    "A newer version, CarbonDesk $Installed, is installed; this setup holds ${VERSION}. Nothing was changed. Uninstall the newer version first if you really want the older one; it may not open inventories that the newer one has saved." \
    "已安装较新的版本 CarbonDesk $Installed，本安装程序的版本为 ${VERSION}。未作任何更改。如确需旧版本，请先卸载新版本；旧版本可能无法打开由新版本保存的清单。"
!insertmacro text RUNNING \
    "CarbonDesk is running. Close it, then try again. Nothing was changed." \
    "CarbonDesk 正在运行。请先关闭它，然后重试。未作任何更改。"
!insertmacro text NO_ROOM \
    "CarbonDesk needs ${ROOM} MB of free space on the disk of $INSTDIR. Nothing was changed." \
    "$INSTDIR 所在磁盘需要 ${ROOM} MB 可用空间。未作任何更改。"
!insertmacro text NOT_WRITTEN \
    "CarbonDesk could not be written to $INSTDIR: the disk is full, or the folder may not be written to." \
    "无法将 CarbonDesk 写入 $INSTDIR：磁盘已满，或该文件夹不可写入。"

Var Installed ; the version that is there, empty where there is none
Var Old       ; the folder of that version

; Say why nothing is done, on the console too when nobody may be looking, and end with a code.
!macro refuse code message
    ${If} ${Silent}
        System::Call 'kernel32::AttachConsole(i -1)i'
        System::Call 'kernel32::GetStdHandle(i -11)p.s'
        Exch $9
        FileWrite $9 "${message}$\r$\n"
        Pop $9
    ${EndIf}
    MessageBox MB_OK|MB_ICONSTOP "${message}" /SD IDOK
    SetErrorLevel ${code}
    Quit
!macroend

; A program that runs cannot be opened for writing. RESULT becomes 1 or 0.
!macro is_running folder result
    StrCpy ${result} 0
    ${If} ${FileExists} "${folder}\CarbonDesk.exe"
        ClearErrors
        FileOpen $9 "${folder}\CarbonDesk.exe" a
        ${If} ${Errors}
            StrCpy ${result} 1
        ${Else}
            FileClose $9
        ${EndIf}
    ${EndIf}
    ${If} ${FileExists} "${folder}\carbondesk-cli.exe"
        ClearErrors
        FileOpen $9 "${folder}\carbondesk-cli.exe" a
        ${If} ${Errors}
            StrCpy ${result} 1
        ${Else}
            FileClose $9
        ${EndIf}
    ${EndIf}
    ClearErrors
!macroend

!macro wait_until_closed folder
    ${Do}
        !insertmacro is_running "${folder}" $8
        ${If} $8 = 0
            ${ExitDo}
        ${EndIf}
        ${If} ${Silent}
            !insertmacro refuse 6 "$(RUNNING)"
        ${ElseIfNot} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY`
            SetErrorLevel 6
            Quit
        ${EndIf}
    ${Loop}
!macroend

Function .onInit
    ${IfNot} ${RunningX64}
        !insertmacro refuse 3 "$(NOT_64)"
    ${EndIf}
    ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
        !insertmacro refuse 4 "$(TOO_OLD)"
    ${EndIf}
    ; Windows 10 on ARM runs 32-bit programs of x86 only.
    ${If} ${IsNativeARM64}
    ${AndIfNot} ${AtLeastBuild} 22000
        !insertmacro refuse 3 "$(NOT_64)"
    ${EndIf}
    ReadRegStr $Old HKCU "${ENTRY}" "InstallLocation"
    ${If} ${FileExists} "$Old\CarbonDesk.exe"
        ReadRegStr $Installed HKCU "${ENTRY}" "DisplayVersion"
        ReadRegStr $0 HKCU "${ENTRY}" "Numbers"
        ${VersionCompare} "$0" "${NUMBERS}" $1
        ${If} $1 = 1
            !insertmacro refuse 5 "$(NEWER)"
        ${EndIf}
        !insertmacro wait_until_closed "$Old"
    ${Else}
        StrCpy $Old ""
    ${EndIf}
    ; A folder that holds something else gets one of ours inside it.
    ${DirState} "$INSTDIR" $0
    ${GetFileName} "$INSTDIR" $1
    ${If} $0 = 1
    ${AndIf} $1 != "CarbonDesk"
    ${AndIfNot} ${FileExists} "$INSTDIR\CarbonDesk.exe"
        StrCpy $INSTDIR "$INSTDIR\CarbonDesk"
    ${EndIf}
    ${GetRoot} "$INSTDIR" $0
    ClearErrors
    ${DriveSpace} "$0\" "/D=F /S=M" $1
    ${IfNot} ${Errors}
    ${AndIf} $1 < ${ROOM}
        !insertmacro refuse 7 "$(NO_ROOM)"
    ${EndIf}
FunctionEnd

Function .onInstFailed
    SetOutPath "$TEMP"
    RMDir /r "${STAGE}"
    RMDir "$INSTDIR"
    SetErrorLevel 7
FunctionEnd

Section
    ; First everything is written beside what is there; only when that is whole does the old version go.
    RMDir /r "${STAGE}"
    ClearErrors
    !insertmacro INSTALL_FILES "${STAGE}"
    ${If} ${Errors}
        Abort "$(NOT_WRITTEN)"
    ${EndIf}
    SetOutPath "$TEMP"
    ${If} $Old != ""
        !insertmacro wait_until_closed "$Old"
        ExecWait '"$Old\uninstall.exe" /S /KEEP _?=$Old' $0
        ${If} $0 = 6
            RMDir /r "${STAGE}"
            !insertmacro refuse 6 "$(RUNNING)"
        ${EndIf}
        Delete "$Old\uninstall.exe"
        RMDir "$Old"
    ${EndIf}
    ; What is left of an attempt that was cut short.
    !insertmacro REMOVE_FILES
    ClearErrors
    !insertmacro MOVE_FILES "${STAGE}"
    ${If} ${Errors}
        Abort "$(NOT_WRITTEN)"
    ${EndIf}
    RMDir "${STAGE}"
    WriteUninstaller "$INSTDIR\uninstall.exe"

    CreateShortcut "${SHORTCUT}" "$INSTDIR\CarbonDesk.exe" "" "$INSTDIR\CarbonDesk.exe" 0 SW_SHOWNORMAL "" "$(SUMMARY)"

    WriteRegStr HKCU "${CLASSES}\.cdesk" "" "${KIND}"
    WriteRegStr HKCU "${CLASSES}\.cdesk" "Content Type" "${MIME_TYPE}"
    WriteRegNone HKCU "${CLASSES}\.cdesk\OpenWithProgids" "${KIND}"
    WriteRegStr HKCU "${CLASSES}\${KIND}" "" "$(KIND_NAME)"
    WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\CarbonDesk.exe,0"
    WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\CarbonDesk.exe" "%1"'
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

    WriteRegStr HKCU "${ENTRY}" "DisplayName" "CarbonDesk"
    WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${ENTRY}" "Numbers" "${NUMBERS}"
    WriteRegStr HKCU "${ENTRY}" "Publisher" "The CarbonDesk contributors"
    WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\CarbonDesk.exe,0"
    WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
    WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Function un.onInit
    !insertmacro wait_until_closed "$INSTDIR"
FunctionEnd

; Empty the folder on the stack but for inventories and what SQLite keeps beside one (*.cdesk-wal).
Function un.Empty
    Exch $0
    Push $1
    Push $2
    Push $3
    FindFirst $1 $2 "$0\*"
    ${DoWhile} $2 != ""
        ${If} $2 != "."
        ${AndIf} $2 != ".."
            ${If} ${FileExists} "$0\$2\*.*"
                Push "$0\$2"
                Call un.Empty
            ${Else}
                ${UnStrStr} $3 $2 ".cdesk"
                ${If} $3 == ""
                    Delete "$0\$2"
                ${EndIf}
            ${EndIf}
        ${EndIf}
        FindNext $1 $2
    ${Loop}
    FindClose $1
    RMDir "$0"
    Pop $3
    Pop $2
    Pop $1
    Pop $0
FunctionEnd

Section "Uninstall"
    SetOutPath "$TEMP"
    !insertmacro REMOVE_FILES
    ; A newer setup takes the old files away with /KEEP and goes on with the rest as it is.
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/KEEP" $1
    ${If} ${Errors}
        Delete "$INSTDIR\uninstall.exe"
        RMDir "$INSTDIR"
        Delete "${SHORTCUT}"
        ReadRegStr $0 HKCU "${CLASSES}\.cdesk" ""
        ${If} $0 == "${KIND}"
            DeleteRegValue HKCU "${CLASSES}\.cdesk" ""
            DeleteRegValue HKCU "${CLASSES}\.cdesk" "Content Type"
        ${EndIf}
        DeleteRegValue HKCU "${CLASSES}\.cdesk\OpenWithProgids" "${KIND}"
        DeleteRegKey /ifempty HKCU "${CLASSES}\.cdesk\OpenWithProgids"
        DeleteRegKey /ifempty HKCU "${CLASSES}\.cdesk"
        DeleteRegKey HKCU "${CLASSES}\${KIND}"
        DeleteRegKey HKCU "${ENTRY}"
        System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
        ${If} ${FileExists} "${OWN}\*.*"
            Push "${OWN}"
            Call un.Empty
        ${EndIf}
    ${EndIf}
SectionEnd
